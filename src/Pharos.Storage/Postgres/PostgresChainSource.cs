using Npgsql;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Postgres;

/// <summary>The rows of a log in PostgreSQL, copied out in its binary form range by range. Writes nothing; nodes may be running.</summary>
public sealed class PostgresChainSource : IChainSource, IAsyncDisposable
{
    // Each holds a session of its own for one range at a time.
    private const int MaximumReaders = 8;

    private readonly PostgresConnections _connections;
    private volatile Dictionary<short, byte[]>? _categories;

    /// <param name="address">Where the log is.</param>
    /// <param name="clock">The clock.</param>
    public PostgresChainSource(PostgresAddress address, TimeProvider clock)
    {
        _connections = new PostgresConnections(address, clock);
        Blobs = new PostgresBlobStore(_connections, clock);
    }

    /// <summary>The blobs beside the log.</summary>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    public int Readers => MaximumReaders;

    /// <summary>Where the database itself says that the log ends: what a cut tail leaves behind when nobody thought of it.</summary>
    public ValueTask<ChainAnchor?> HeadAsync(CancellationToken cancellationToken) => AskAsync(
        "SELECT position, hash FROM log_head",
        static row => row.GetInt64(0) > 0 && row.GetFieldValue<byte[]>(1) is { Length: Digest.Size } hash ? new ChainAnchor(new Position(row.GetInt64(0)), new Digest(hash), "The table log_head") : (ChainAnchor?)null,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ChainExtent> ExtentAsync(CancellationToken cancellationToken = default)
    {
        var (first, last) = await AskAsync("SELECT coalesce(min(position), 0), coalesce(max(position), 0) FROM events", static row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);

        // After the end is known: a node that runs may add a category later, but only for events behind that end.
        _categories = await CategoriesAsync(cancellationToken);
        return new ChainExtent(new Position(first), new Position(last), [.. _categories.Values.Select(System.Text.Encoding.UTF8.GetString)]);
    }

    /// <inheritdoc/>
    public ValueTask<Digest?> HashAtAsync(Position position, CancellationToken cancellationToken = default) => AskAsync(
        $"SELECT hash FROM events WHERE position = {position}",
        static row => row.GetFieldValue<byte[]>(0) is { Length: Digest.Size } hash ? new Digest(hash) : (Digest?)null,
        cancellationToken);

    /// <inheritdoc/>
    public async Task ReadAsync(Position first, Position last, IChainSink sink, CancellationToken cancellationToken = default)
    {
        var categories = _categories ??= await CategoriesAsync(cancellationToken);
        try
        {
            await using var connection = await _connections.OpenOwnAsync(cancellationToken);
            var sql = $"COPY (SELECT {PostgresRow.Columns}, operation_key FROM events WHERE position BETWEEN {first} AND {last} ORDER BY position) TO STDOUT (FORMAT BINARY)";
            await using var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
            var rows = new PostgresChainRows(categories);
            if (!await rows.ReadAsync(stream, sink, cancellationToken))
            {
                // What is left need not be sent.
                await stream.CancelAsync();
            }
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem))
        {
            throw PostgresFailure.Of(problem, "read the event log");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private ValueTask<Dictionary<short, byte[]>> CategoriesAsync(CancellationToken cancellationToken) => _connections.UseAsync(
        static async (connection, cancelling) =>
        {
            var names = new Dictionary<short, byte[]>();
            await using var command = new NpgsqlCommand("SELECT number, name FROM categories", connection);
            await using var row = await command.ExecuteReaderAsync(cancelling);
            while (await row.ReadAsync(cancelling))
            {
                names[row.GetInt16(0)] = System.Text.Encoding.UTF8.GetBytes(row.GetString(1));
            }

            return names;
        },
        "read the event log",
        cancellationToken);

    private ValueTask<T?> AskAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) => _connections.UseAsync(
        async (connection, cancelling) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var row = await command.ExecuteReaderAsync(cancelling);
            return await row.ReadAsync(cancelling) ? read(row) : default;
        },
        "read the event log",
        cancellationToken);
}
