using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>Puts a payload's digest in its place. For the writer's thread only.</summary>
internal sealed class PayloadRemover(SqliteConnection connection) : IDisposable
{
    private const string Doing = "remove from the event log";

    private readonly SqliteStatement _find = new(connection, "SELECT removed_kind, removed_digest, payload FROM events WHERE position = ?", Doing);
    private readonly SqliteStatement _remove = new(connection, "UPDATE events SET payload = x'', removed_kind = ?, removed_digest = ? WHERE position = ?", Doing);

    /// <summary>Removes the payload of an event; false when it was removed before and nothing is to be changed.</summary>
    public bool Remove(Position position, PayloadRemoval kind)
    {
        raw.sqlite3_bind_int64(_find.Handle, 1, position.Value);
        var found = _find.First<(PayloadRemoval? Kind, Digest Digest)?>(static row => Read(row), null)
            ?? throw new EventLogUnavailableException("log.corrupt", $"Could not remove the payload at {position}: the event is missing though the log goes further.");
        if (found.Kind == PayloadRemoval.Erased || found.Kind == kind)
        {
            return false;
        }

        raw.sqlite3_bind_int(_remove.Handle, 1, (int)kind);
        _remove.Bind(2, found.Digest);
        raw.sqlite3_bind_int64(_remove.Handle, 3, position.Value);
        _remove.Run();
        return true;
    }

    public void Dispose()
    {
        _find.Dispose();
        _remove.Dispose();
    }

    private static (PayloadRemoval? Kind, Digest Digest)? Read(sqlite3_stmt row) => raw.sqlite3_column_type(row, 0) == raw.SQLITE_NULL
        ? (null, Digest.Of(raw.sqlite3_column_blob(row, 2)))
        : ((PayloadRemoval)raw.sqlite3_column_int(row, 0), DigestOf(raw.sqlite3_column_blob(row, 1)));

    private static Digest DigestOf(ReadOnlySpan<byte> bytes) => bytes.Length == Digest.Size
        ? new Digest(bytes)
        : throw new EventLogUnavailableException("log.corrupt", "Could not remove a payload: what stands in the place of one removed before is no digest.");
}
