using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>
/// The writer's session: the statements that append, prepared once. After any failure it is thrown away and another one asks what came of the work. For the writer only.
/// </summary>
internal sealed class WriterSession : IAsyncDisposable
{
    private const int HeadParameters = 6;

    // One statement is one transaction: it compares and moves the head, inserts, and leaves a hint for the other nodes. When the head was moved by somebody else it does nothing.
    private const string MoveHead = "WITH moved AS (UPDATE log_head SET position = $1, hash = $2 WHERE one AND position = $3 AND hash = $4 AND fence = $5 RETURNING position)";

    private const string Hint = $"SELECT pg_notify('{LogFollower.Channel}', $6) FROM moved";

    private readonly NpgsqlConnection _connection;
    private readonly EventArrays _arrays = new();
    private NpgsqlBatch? _append;
    private bool _wasWarned;

    private WriterSession(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += (_, notice) => _wasWarned |= notice.Notice.SqlState == "01000";
    }

    public static async Task<WriterSession> OpenAsync(PostgresConnections connections, CancellationToken cancellationToken) =>
        new(await connections.OpenOwnAsync(cancellationToken));

    /// <summary>Raises the fence: what an earlier session of this node still has under way can no longer be committed, and the answer says what was.</summary>
    public async Task<LogHead> FenceAsync()
    {
        await using var command = new NpgsqlCommand("UPDATE log_head SET fence = fence + 1 WHERE one RETURNING position, hash, fence", _connection);
        await using var row = await command.ExecuteReaderAsync();
        var head = await ReadHeadAsync(row);

        // The commit was replicated where that is asked for, and so was everything before it.
        await ToTheEndAsync(row);
        return head;
    }

    public async Task<Digest?> HashAtAsync(long position)
    {
        await using var command = new NpgsqlCommand("SELECT hash FROM events WHERE position = $1", _connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = position } } };
        return await command.ExecuteScalarAsync() is byte[] hash ? new Digest(hash) : null;
    }

    /// <summary>Appends a group on top of a head, durably, in one round trip.</summary>
    /// <returns>False when the head is another one or a unique key stood against it; then nothing was written.</returns>
    public async Task<bool> TryAppendAsync(LogHead before, GroupPlan plan, PostgresCategories categories, string node)
    {
        Fill(plan, categories);
        try
        {
            if (_arrays.HasBlobs)
            {
                await using var once = Append(withRemoved: false, withBlobs: true, thenCommit: false);
                return await RunAsync(once, before, plan.Records[^1], node);
            }

            return await RunAsync(_append ??= await PreparedAsync(Append(withRemoved: false, withBlobs: false, thenCommit: false)), before, plan.Records[^1], node);
        }
        catch (PostgresException violation) when (violation.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
        finally
        {
            _arrays.Clear();
        }
    }

    /// <summary>Begins a transaction that holds the head, and looks up operations and streams: what is found stays true until the transaction ends.</summary>
    public async Task<(LogHead Head, LockedLookups Found)> LockAsync(IReadOnlyCollection<byte[]> operationKeys, IReadOnlyCollection<StreamId> streams, PostgresCategories categories)
    {
        var found = new LockedLookups();
        var known = streams.Where(stream => categories.NumberOf(stream.Category) is not null).ToArray();
        await using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT position, hash, fence FROM log_head WHERE one FOR UPDATE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT operation_key, position, operation_hash FROM unnest($1) AS wanted(key) JOIN events ON operation_key = wanted.key")
        {
            Parameters = { ArrayOf(operationKeys, NpgsqlDbType.Bytea) },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            SELECT number, (SELECT version FROM events WHERE events.stream = wanted.stream AND events.category = wanted.category ORDER BY version DESC LIMIT 1)
            FROM unnest($1, $2) WITH ORDINALITY AS wanted(stream, category, number)
            """)
        {
            Parameters = { ArrayOf(known.Select(stream => stream.Id), NpgsqlDbType.Uuid), ArrayOf(known.Select(stream => categories.NumberOf(stream.Category)!.Value), NpgsqlDbType.Smallint) },
        });
        await using var row = await batch.ExecuteReaderAsync();
        var head = await ReadHeadAsync(row);
        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            found.Operations[LockedLookups.KeyOf(row.GetFieldValue<byte[]>(0))] = (new Position(row.GetInt64(1)), row.GetFieldValue<byte[]>(2));
        }

        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            if (!row.IsDBNull(1))
            {
                found.Versions[known[row.GetInt64(0) - 1]] = row.GetInt64(1);
            }
        }

        await ToTheEndAsync(row);
        return (head, found);
    }

    /// <summary>Writes a group under the lock and commits.</summary>
    public async Task CommitAsync(LogHead before, GroupPlan plan, PostgresCategories categories, string node, bool withRemoved = false)
    {
        Fill(plan, categories);
        try
        {
            await using var append = Append(withRemoved, _arrays.HasBlobs, thenCommit: true);
            if (!await RunAsync(append, before, plan.Records[^1], node))
            {
                throw new EventLogUnavailableException("log.corrupt", "The log's head row changed while it was locked.");
            }
        }
        finally
        {
            _arrays.Clear();
        }
    }

    public Task RollbackAsync() => ExecuteAsync("ROLLBACK");

    public async Task<object?> ScalarAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync() is var value and not DBNull ? value : null;
    }

    public async Task<int> ExecuteAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task AddCategoriesAsync(PostgresCategories categories, IEnumerable<StreamId> streams)
    {
        var missing = streams.Select(static stream => stream.Category).Where(name => categories.NumberOf(name) is null).ToHashSet(StringComparer.Ordinal);
        if (missing.Count > 0)
        {
            await categories.AddAsync(_connection, missing, CancellationToken.None);
        }
    }

    public static NpgsqlParameter ArrayOf<T>(IEnumerable<T> values, NpgsqlDbType type) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    public async ValueTask DisposeAsync()
    {
        if (_append is not null)
        {
            await _append.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private void Fill(GroupPlan plan, PostgresCategories categories)
    {
        _arrays.Clear();
        for (var i = 0; i < plan.Records.Count; i++)
        {
            var record = plan.Records[i];
            var (key, hash, blobs) = plan.Additions[i];
            _arrays.Add(record, categories.NumberOf(record.Stream.Category)!.Value, key, hash, blobs);
        }
    }

    private NpgsqlBatch Append(bool withRemoved, bool withBlobs, bool thenCommit)
    {
        var events = _arrays.EventParameters(withRemoved).ToArray();
        var references = withBlobs ? $", named AS ({EventArrays.InsertReferences(HeadParameters + events.Length, "moved,")})" : "";
        var command = new NpgsqlBatchCommand($"{MoveHead}, added AS ({EventArrays.InsertEvents(HeadParameters, withRemoved, "moved,")}){references} {Hint}")
        {
            Parameters =
            {
                new NpgsqlParameter<long>(), new NpgsqlParameter<byte[]> { TypedValue = [] }, new NpgsqlParameter<long>(),
                new NpgsqlParameter<byte[]> { TypedValue = [] }, new NpgsqlParameter<long>(), new NpgsqlParameter<string> { TypedValue = "" },
            },
        };
        command.Parameters.AddRange(events);
        if (withBlobs)
        {
            command.Parameters.AddRange(_arrays.ReferenceParameters().ToArray());
        }

        var batch = new NpgsqlBatch(_connection) { BatchCommands = { command } };
        if (thenCommit)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        return batch;
    }

    private static async Task<NpgsqlBatch> PreparedAsync(NpgsqlBatch batch)
    {
        await batch.PrepareAsync();
        return batch;
    }

    private async Task<bool> RunAsync(NpgsqlBatch append, LogHead before, EventRecord last, string node)
    {
        var parameters = append.BatchCommands[0].Parameters;
        Set(parameters, 0, last.Position.Value);
        Set(parameters, 1, last.Hash.ToArray());
        Set(parameters, 2, before.Position);
        Set(parameters, 3, before.Hash.ToArray());
        Set(parameters, 4, before.Fence);
        Set(parameters, 5, string.Create(CultureInfo.InvariantCulture, $"{node} {last.Position.Value}"));
        await using var row = await append.ExecuteReaderAsync();
        var moved = await row.ReadAsync();
        await ToTheEndAsync(row);
        return moved;
    }

    // A commit may fail behind its last row, and disposing a reader passes over that in silence: only a reader read to its end has seen the commit.
    private async Task ToTheEndAsync(NpgsqlDataReader row)
    {
        while (await row.NextResultAsync())
        {
            // Nothing more is of interest.
        }

        if (_wasWarned)
        {
            // "canceling wait for synchronous replication": the server answers success although the standby has not got the commit. The next session's fence proves that it has.
            throw new EventLogUnavailableException(PostgresFailure.Unreachable, "PostgreSQL gave up waiting for its synchronous standby.");
        }
    }

    private static void Set<T>(NpgsqlParameterCollection parameters, int index, T value) => ((NpgsqlParameter<T>)parameters[index]).TypedValue = value;

    private static async Task<LogHead> ReadHeadAsync(NpgsqlDataReader row) => await row.ReadAsync()
        ? new LogHead(row.GetInt64(0), new Digest(row.GetFieldValue<byte[]>(1)), row.GetInt64(2))
        : throw new EventLogUnavailableException("log.corrupt", "The log's head row is missing. Restore a backup.");
}
