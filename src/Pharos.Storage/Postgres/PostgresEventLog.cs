using Pharos.Events;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Postgres;

/// <summary>The log in PostgreSQL tables, as one node sees it. Any number of nodes may append to the same tables.</summary>
internal sealed class PostgresEventLog(PostgresConnections connections, PostgresReader reader, PostgresWriter writer, LogFollower follower, CommitFeed feed, Indexer indexer, QueryEngine queries) : IEventLog, ILogMaintenance
{
    private const int MostImported = 1000;

    private int _isDisposed;

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        if (BatchRules.Refuse(batch) is { } refused)
        {
            return refused;
        }

        return await DoAsync(new PendingAppend(batch), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovalOutcome> RemovePayloadsAsync(RemovalStep step, CancellationToken cancellationToken = default)
    {
        if (BatchRules.Refuse(step) is { } refused)
        {
            return refused;
        }

        var outcome = await DoAsync(new PendingRemoval(step), cancellationToken);
        if (outcome is RemovalOutcome.Removed && step.Kind == PayloadRemoval.Erased)
        {
            await VacuumAsync(cancellationToken);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<ImportOutcome> ImportAsync(IReadOnlyList<SealedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, MostImported);
        return await DoAsync(new PendingImport(events), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<Position, EventAttachments>> AttachmentsAsync(Position after, Position last, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return PostgresAttachments.ReadAsync(connections, after, last, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return reader.StreamAsync(stream, fromVersion, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return reader.AllAsync(after, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return queries.AnswerAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return reader.OperationAsync(actorId, operation, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return reader.GetAsync(position, cancellationToken);
    }

    /// <inheritdoc/>
    public Subscription Subscribe(Position after) => new(this, feed, after);

    /// <summary>The newest durable position, of whichever node.</summary>
    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return reader.HeadAsync(cancellationToken);
    }

    /// <summary>Writes what waits and ends this node's part; the tables stay open to others.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await writer.DisposeAsync();
        await follower.DisposeAsync();
        feed.Close();
        await indexer.DisposeAsync();
        await connections.DisposeAsync();
    }

    private async Task<TOutcome> DoAsync<TOutcome>(PendingWork<TOutcome> pending, CancellationToken cancellationToken)
        where TOutcome : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        await writer.EnqueueAsync(pending, cancellationToken);
        await using var withdrawing = cancellationToken.UnsafeRegister(static (state, token) => ((PendingWork)state!).Withdraw(token), pending);
        return await pending.Completion;
    }

    // An update leaves the old row version, with the payload's bytes, until a vacuum has taken it away. The removal itself stands already, so a vacuum that fails (the server's
    // own does it later) must not turn it into a failure.
    private async ValueTask VacuumAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenOwnAsync(cancellationToken);
            await using var command = new Npgsql.NpgsqlCommand("SET statement_timeout = 0", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
            command.CommandText = "VACUUM (INDEX_CLEANUP ON) events";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem) || problem is OperationCanceledException)
        {
            // The dead row versions are known to the server, whose own vacuum comes later.
        }
    }

    private void ThrowIfClosed()
    {
        if (Volatile.Read(ref _isDisposed) == 1)
        {
            throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
        }
    }
}
