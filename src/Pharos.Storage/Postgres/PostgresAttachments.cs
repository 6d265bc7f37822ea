using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Reads what events carry besides their records.</summary>
internal static class PostgresAttachments
{
    private const string Sql = """
        SELECT position, operation_hash, NULL::bytea AS digest FROM events WHERE position > $1 AND position <= $2 AND operation_hash IS NOT NULL
        UNION ALL
        SELECT position, NULL, digest FROM blob_references WHERE position > $1 AND position <= $2
        ORDER BY position, digest
        """;

    public static ValueTask<IReadOnlyDictionary<Position, EventAttachments>> ReadAsync(PostgresConnections connections, Position after, Position last, CancellationToken cancellationToken) =>
        connections.UseAsync(
            async (connection, cancelling) =>
            {
                await using var command = new NpgsqlCommand(Sql, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = after.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
                command.Parameters.Add(new NpgsqlParameter { Value = last.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
                await using var row = await command.ExecuteReaderAsync(cancelling);
                return await CollectAsync(row, cancelling);
            },
            "read the event log",
            cancellationToken);

    private static async Task<IReadOnlyDictionary<Position, EventAttachments>> CollectAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        // One row for each operation and each reference; an event with both has several.
        var hashes = new Dictionary<Position, byte[]>();
        var blobs = new Dictionary<Position, List<Digest>>();
        while (await row.ReadAsync(cancellationToken))
        {
            var position = new Position(row.GetInt64(0));
            if (!blobs.TryGetValue(position, out var named))
            {
                blobs[position] = named = [];
            }

            if (row.IsDBNull(2))
            {
                hashes[position] = row.GetFieldValue<byte[]>(1);
            }
            else
            {
                named.Add(new Digest(row.GetFieldValue<byte[]>(2)));
            }
        }

        return blobs.ToDictionary(each => each.Key, each => new EventAttachments(hashes.GetValueOrDefault(each.Key), each.Value));
    }
}
