using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Storage.Blobs;

namespace Pharos.Storage.Sqlite;

/// <summary>The references of a log in SQLite.</summary>
internal sealed class SqliteBlobReferences(SqliteConnections connections) : IBlobReferences
{
    /// <inheritdoc/>
    public ValueTask<long> CountAsync(Digest digest, CancellationToken cancellationToken) =>
        new(Read("SELECT count(*) FROM blob_references WHERE digest = $digest", static row => row.GetInt64(0), ("$digest", digest.ToArray()))[0]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<(Digest Digest, Position First)>> PageAsync(Digest? after, int limit, CancellationToken cancellationToken) =>
        new(Read(
            "SELECT digest, min(position) FROM blob_references WHERE digest > $after GROUP BY digest ORDER BY digest LIMIT $limit",
            static row => (new Digest((byte[])row.GetValue(0)), new Position(row.GetInt64(1))),
            ("$after", after?.ToArray() ?? []),
            ("$limit", limit)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken) =>
        new(Read("SELECT digest FROM blob_references WHERE position = $position ORDER BY digest", static row => new Digest((byte[])row.GetValue(0)), ("$position", position.Value)));

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            using var connection = connections.OpenReader();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            var found = new List<T>();
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                found.Add(map(row));
            }

            return found;
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the references of blobs");
        }
    }
}
