using Npgsql;
using Pharos.Events;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Postgres;

/// <summary>The PostgreSQL log as its index sees it.</summary>
internal sealed class IndexSource(PostgresConnections connections, PostgresReader reader, CommitFeed feed) : IIndexedLog
{
    private const string Doing = "read the event log";

    public CommitFeed Feed => feed;

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken) => reader.HeadAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<IndexedEvent>> EnvelopesAsync(Position after, int most, CancellationToken cancellationToken)
    {
        if (feed.TryTake(after, most) is { } kept)
        {
            return [.. kept.Select(IndexedEvent.Of)];
        }

        return await connections.UseAsync(
            async (connection, cancelling) =>
            {
                await using var command = new NpgsqlCommand(
                    "SELECT position, at, type, agent, workspace, correlation FROM events WHERE position > $1 ORDER BY position LIMIT $2", connection);
                command.Parameters.Add(IndexSession.Of(after.Value));
                command.Parameters.Add(IndexSession.Of((long)most));
                var found = new List<IndexedEvent>();
                await using var row = await command.ExecuteReaderAsync(cancelling);
                while (await row.ReadAsync(cancelling))
                {
                    found.Add(Envelope(row));
                }

                return found;
            },
            Doing,
            cancellationToken);
    }

    public async ValueTask<Digest?> HashAsync(Position position, CancellationToken cancellationToken)
    {
        if (feed.TryTake(new Position(position.Value - 1), 1) is [var kept])
        {
            return kept.Hash;
        }

        return await connections.UseAsync<Digest?>(
            async (connection, cancelling) =>
            {
                await using var command = new NpgsqlCommand("SELECT hash FROM events WHERE position = $1", connection);
                command.Parameters.Add(IndexSession.Of(position.Value));
                return await command.ExecuteScalarAsync(cancelling) is byte[] { Length: Digest.Size } hash ? new Digest(hash) : null;
            },
            Doing,
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<EventRecord>> RowsAsync(IReadOnlyList<long> positions, long fromAt, long toAt, CancellationToken cancellationToken) => await reader.RowsAsync(
        $"SELECT {PostgresRow.Columns} FROM events WHERE position = ANY($1) AND at BETWEEN $2 AND $3",
        cancellationToken,
        IndexSession.Of(positions.ToArray()),
        IndexSession.Of(fromAt),
        IndexSession.Of(toAt));

    public async ValueTask<IReadOnlyList<EventRecord>> WalkAsync(long first, long last, bool isDescending, int most, CancellationToken cancellationToken) => await reader.RowsAsync(
        $"SELECT {PostgresRow.Columns} FROM events WHERE position BETWEEN $1 AND $2 ORDER BY position {(isDescending ? "DESC" : "ASC")} LIMIT $3",
        cancellationToken,
        IndexSession.Of(first),
        IndexSession.Of(last),
        IndexSession.Of((long)most));

    private static IndexedEvent Envelope(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : row.GetGuid(5));
}
