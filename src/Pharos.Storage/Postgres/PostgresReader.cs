using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>Reads in pages, so that no read keeps a session or holds a snapshot for long. Safe for use by many threads.</summary>
internal sealed class PostgresReader(PostgresConnections connections, PostgresCategories categories)
{
    private const int PageSize = 256;

    private const string Doing = "read the event log";

    public async IAsyncEnumerable<EventRecord> StreamAsync(StreamId stream, long fromVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = $"""
            SELECT {PostgresRow.Columns} FROM events
            WHERE stream = $1 AND category = (SELECT number FROM categories WHERE name = $2) AND version >= $3 ORDER BY version LIMIT 256
            """;
        for (var next = Math.Max(1, fromVersion); ;)
        {
            var page = await RowsAsync(sql, cancellationToken, Of(stream.Id), Of(stream.Category), Of(next));
            foreach (var record in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            next = page[^1].Version + 1;
        }
    }

    public async IAsyncEnumerable<EventRecord> AllAsync(Position after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await BehindAsync(after, PageSize, cancellationToken);
            foreach (var record in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Position;
        }
    }

    public ValueTask<List<EventRecord>> BehindAsync(Position after, int most, CancellationToken cancellationToken) =>
        RowsAsync($"SELECT {PostgresRow.Columns} FROM events WHERE position > $1 ORDER BY position LIMIT $2", cancellationToken, Of(after.Value), Of((long)most));

    public async ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken) =>
        (await RowsAsync($"SELECT {PostgresRow.Columns} FROM events WHERE position = $1", cancellationToken, Of(position.Value))).FirstOrDefault();

    public async ValueTask<EventRecord?> OperationAsync(string actor, OperationId operation, CancellationToken cancellationToken) =>
        (await RowsAsync($"SELECT {PostgresRow.Columns} FROM events WHERE operation_key = $1", cancellationToken, Of(EventRow.OperationKey(actor, operation)))).FirstOrDefault();

    /// <summary>The newest durable position, of all nodes.</summary>
    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken) => connections.UseAsync(
        static async (connection, cancelling) =>
        {
            await using var command = new NpgsqlCommand("SELECT position FROM log_head", connection);
            return new Position((long)(await command.ExecuteScalarAsync(cancelling) ?? 0L));
        },
        Doing,
        cancellationToken);

    /// <summary>Rows by any condition of this room's own, in the columns of <see cref="PostgresRow"/>.</summary>
    public ValueTask<List<EventRecord>> RowsAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) => connections.UseAsync(
        async (connection, cancelling) =>
        {
            var last = Position.Start;
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                foreach (var parameter in parameters)
                {
                    command.Parameters.Add(parameter.Clone());
                }

                var found = new List<EventRecord>();
                await using var row = await command.ExecuteReaderAsync(cancelling);
                while (await row.ReadAsync(cancelling))
                {
                    last = new Position(row.GetInt64(0));
                    found.Add(PostgresRow.Read(row, categories.NameOf(PostgresRow.CategoryOf(row)) ?? await LearnAsync(PostgresRow.CategoryOf(row), cancelling)));
                }

                return found;
            }
            catch (Exception problem) when (problem is InvalidCastException or ArgumentException or OverflowException)
            {
                // Somebody wrote a value into a row that no event has: damage, found by whoever reads it, and no bug of the reader.
                throw new EventLogUnavailableException("log.corrupt", $"Could not read the event log: the event at {last} holds a value that no event has ({problem.Message}).", problem);
            }
        },
        Doing,
        cancellationToken);

    // Another node has added a category. A session of its own, because this one is in the middle of its rows.
    private async ValueTask<string> LearnAsync(short number, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenOwnAsync(cancellationToken);
        await categories.LoadAsync(connection, cancellationToken);
        return categories.NameOf(number) ?? throw new ArgumentException($"category {number} has no name");
    }

    private static NpgsqlParameter Of(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Of(Guid value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static NpgsqlParameter Of(byte[] value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
