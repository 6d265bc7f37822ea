using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>Writes which events name which blobs, inside the transaction of what appends or removes them. For the writer's thread only.</summary>
internal sealed class BlobReferences(SqliteConnection connection) : IDisposable
{
    // An event may name a blob twice; it is one reference.
    private readonly SqliteStatement _add = new(connection, "INSERT OR IGNORE INTO blob_references (digest, position) VALUES (?, ?)");
    private readonly SqliteStatement _remove = new(connection, "DELETE FROM blob_references WHERE position = ?", "remove from the event log");

    public void Add(Digest digest, Position position)
    {
        _add.Bind(1, digest);
        raw.sqlite3_bind_int64(_add.Handle, 2, position.Value);
        _add.Run();
    }

    public void Remove(Position position)
    {
        raw.sqlite3_bind_int64(_remove.Handle, 1, position.Value);
        _remove.Run();
    }

    public void Dispose()
    {
        _add.Dispose();
        _remove.Dispose();
    }
}
