using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into the log's stable ones.</summary>
internal static class SqliteFailure
{
    public static EventLogUnavailableException Of(SqliteException problem, string doing) => Of(problem.SqliteErrorCode, problem.Message, doing, problem);

    public static EventLogUnavailableException Of(int code, string message, string doing, Exception? inner = null) => (code & 0xff) switch
    {
        5 or 6 => new EventLogUnavailableException("log.busy", $"Could not {doing}: another process holds the file.", inner),
        8 => new EventLogUnavailableException("store.readonly", $"Could not {doing}: the file or its folder is read-only.", inner),
        11 or 26 => new EventLogUnavailableException("log.corrupt", $"Could not {doing}: the file is damaged ({message}). Run \"pharos log verify\" and restore a backup.", inner),
        13 => new EventLogUnavailableException("log.full", $"Could not {doing}: the disk is full. Free some space; the log goes on by itself.", inner),
        14 => new EventLogUnavailableException("store.readonly", $"Could not {doing}: the file cannot be opened or created ({message}).", inner),
        _ => new EventLogUnavailableException("log.io", $"Could not {doing}: {message}", inner),
    };
}
