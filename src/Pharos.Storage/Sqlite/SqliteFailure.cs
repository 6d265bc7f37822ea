using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into the log's stable ones.</summary>
internal static class SqliteFailure
{
    private const int Full = 13;

    // The index of the write-ahead log could not be made as large as it must be: SQLite's name for a full disk at the opening.
    private const int SharedMemorySize = 10 | (19 << 8);

    public static EventLogUnavailableException Of(SqliteException problem, string doing) => Of(problem.SqliteExtendedErrorCode, problem.Message, doing, problem);

    public static EventLogUnavailableException Of(int code, string message, string doing, Exception? inner = null) => (code == SharedMemorySize ? Full : code & 0xff) switch
    {
        5 or 6 => new EventLogUnavailableException("log.busy", $"Could not {doing}: another process holds the file.", inner),
        8 => new EventLogUnavailableException("store.readonly", $"Could not {doing}: the file or its folder is read-only.", inner),
        11 or 26 => new EventLogUnavailableException("log.corrupt", $"Could not {doing}: the file is damaged ({message}). Run \"pharos log verify\" and restore a backup.", inner),
        Full => new EventLogUnavailableException("log.full", $"Could not {doing}: the disk is full. Free some space; the log goes on by itself.", inner),
        14 => new EventLogUnavailableException("store.readonly", $"Could not {doing}: the file cannot be opened or created ({message}).", inner),
        _ => new EventLogUnavailableException("log.io", $"Could not {doing}: {message}", inner),
    };
}
