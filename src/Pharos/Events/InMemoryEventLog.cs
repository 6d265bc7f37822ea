using System.Runtime.CompilerServices;

namespace Pharos.Events;

/// <summary>A log that is gone with the process, for tests and for commands that record nothing. Keeps every rule of the port but durability.</summary>
public sealed class InMemoryEventLog : IEventLog, ILogMaintenance
{
    private readonly Lock _appending = new();
    private readonly List<EventRecord> _events = [];
    private readonly Dictionary<StreamId, List<int>> _streams = [];
    private readonly Dictionary<(string Actor, OperationId Id), (int Index, byte[] Hash)> _operations = [];
    private readonly Dictionary<Digest, SortedSet<Position>> _blobs = [];
    private readonly CommitFeed _feed = new();
    private Digest _head = Digest.Genesis;

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (BatchRules.Refuse(batch) is { } refused)
        {
            return new ValueTask<AppendOutcome>(refused);
        }

        lock (_appending)
        {
            ThrowIfClosed();
            return new ValueTask<AppendOutcome>(Repeated(batch) ?? Conflicting(batch) ?? Write(batch));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventRecord> ReadStreamAsync(
        StreamId stream, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<EventRecord> found;
        lock (_appending)
        {
            ThrowIfClosed();
            found = _streams.TryGetValue(stream, out var indexes) ? [.. indexes.Skip((int)Math.Clamp(fromVersion - 1, 0, int.MaxValue)).Select(index => _events[index])] : [];
        }

        foreach (var record in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var index = Math.Max(0, after.Value); ; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await GetAsync(new Position(index + 1), cancellationToken) is not { } record)
            {
                yield break;
            }

            yield return record;
        }
    }

    /// <inheritdoc/>
    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        lock (_appending)
        {
            ThrowIfClosed();
            var after = query.After?.Value;
            var limit = Math.Clamp(query.Limit, 1, EventQuery.MaxLimit);
            IEnumerable<EventRecord> ordered = query.Descending
                ? _events.AsEnumerable().Reverse().Where(record => after is null || record.Position.Value < after)
                : _events.Where(record => after is null || record.Position.Value > after);
            var found = ordered.Where(query.Matches).Take(limit + 1).ToList();
            var page = found.Take(limit).ToList();
            return new ValueTask<EventPage>(new EventPage(page, found.Count > limit ? page[^1].Position : null));
        }
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default)
    {
        lock (_appending)
        {
            ThrowIfClosed();
            return new ValueTask<EventRecord?>(_operations.TryGetValue((actorId, operation), out var found) ? _events[found.Index] : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default)
    {
        lock (_appending)
        {
            ThrowIfClosed();
            return new ValueTask<EventRecord?>(position.Value >= 1 && position.Value <= _events.Count ? _events[(int)position.Value - 1] : null);
        }
    }

    /// <inheritdoc/>
    public Subscription Subscribe(Position after) => new(this, _feed, after);

    /// <inheritdoc/>
    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default)
    {
        lock (_appending)
        {
            ThrowIfClosed();
            return new ValueTask<Position>(new Position(_events.Count));
        }
    }

    /// <inheritdoc/>
    public ValueTask<RemovalOutcome> RemovePayloadsAsync(RemovalStep step, CancellationToken cancellationToken = default)
    {
        if (BatchRules.Refuse(step) is { } refused)
        {
            return new ValueTask<RemovalOutcome>(refused);
        }

        lock (_appending)
        {
            ThrowIfClosed();
            foreach (var position in step.Positions)
            {
                if (position.Value < 1 || position.Value > _events.Count)
                {
                    return new ValueTask<RemovalOutcome>(new RemovalOutcome.Missing(position));
                }
            }

            var count = step.Positions.Count(position => Remove(position, step.Kind));
            var recorded = (AppendOutcome.Appended)Write(AppendBatch.Of(step.Record));
            _feed.Reset(recorded.Last);
            return new ValueTask<RemovalOutcome>(new RemovalOutcome.Removed(recorded.First, count));
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImportOutcome> ImportAsync(IReadOnlyList<SealedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, EventLimits.EventsPerBatch);
        lock (_appending)
        {
            ThrowIfClosed();
            var first = events[0].Record;
            if (first.Position.Value != _events.Count + 1 || HashChain.Link(_head, first.Leaf) != first.Hash)
            {
                return new ValueTask<ImportOutcome>(new ImportOutcome.NotFollowing(new Position(_events.Count), _head));
            }

            foreach (var (record, operationHash, blobs) in events)
            {
                Keep(record, blobs);
                if (record.OperationId is { } operation)
                {
                    _operations[(record.Actor.Id, operation)] = (_events.Count - 1, operationHash.ToArray());
                }
            }

            _feed.Reset(events[^1].Record.Position);
            return new ValueTask<ImportOutcome>(new ImportOutcome.Imported(events[^1].Record.Position));
        }
    }

    internal Position Head => _feed.Head;

    /// <summary>How many readers sleep until something matches.</summary>
    internal int SleepingReaders => _feed.Waiting;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<Position, EventAttachments>> AttachmentsAsync(Position after, Position last, CancellationToken cancellationToken = default)
    {
        lock (_appending)
        {
            ThrowIfClosed();
            var found = new Dictionary<Position, EventAttachments>();
            for (var index = Math.Max(0, after.Value); index < Math.Min(last.Value, _events.Count); index++)
            {
                var record = _events[(int)index];
                var blobs = BlobsNamedBy(record.Position);
                if (record.OperationId is not null || blobs.Count > 0)
                {
                    var hash = record.OperationId is { } id && _operations.TryGetValue((record.Actor.Id, id), out var known) ? known.Hash : [];
                    found[record.Position] = new EventAttachments(hash, blobs);
                }
            }

            return new ValueTask<IReadOnlyDictionary<Position, EventAttachments>>(found);
        }
    }

    internal IReadOnlyList<(Digest Digest, Position First, int Count)> Blobs()
    {
        lock (_appending)
        {
            return [.. _blobs.OrderBy(blob => blob.Key.ToString(), StringComparer.Ordinal).Select(blob => (blob.Key, blob.Value.Min, blob.Value.Count))];
        }
    }

    internal IReadOnlyList<Digest> BlobsNamedBy(Position position)
    {
        lock (_appending)
        {
            return [.. _blobs.Where(blob => blob.Value.Contains(position)).Select(blob => blob.Key).OrderBy(digest => digest.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Close();
        return ValueTask.CompletedTask;
    }

    private AppendOutcome? Repeated(AppendBatch batch)
    {
        if (batch.Operation is not { } operation || !_operations.TryGetValue((batch.Events[0].Actor.Id, operation.Id), out var before))
        {
            return null;
        }

        var first = new Position(before.Index + 1);
        return operation.ContentHash.Span.SequenceEqual(before.Hash) ? new AppendOutcome.Duplicate(first) : new AppendOutcome.Mismatch(first);
    }

    private AppendOutcome? Conflicting(AppendBatch batch)
    {
        foreach (var (stream, expected) in batch.Expected)
        {
            var actual = _streams.TryGetValue(stream, out var indexes) ? indexes.Count : 0;
            if (actual != expected)
            {
                return new AppendOutcome.Conflict(stream, expected, actual);
            }
        }

        return null;
    }

    private AppendOutcome.Appended Write(AppendBatch batch)
    {
        var first = new Position(_events.Count + 1);
        if (batch.Operation is { } operation)
        {
            _operations[(batch.Events[0].Actor.Id, operation.Id)] = (_events.Count, operation.ContentHash.ToArray());
        }

        var appended = new List<EventRecord>(batch.Events.Count);
        foreach (var next in batch.Events)
        {
            var version = _streams.TryGetValue(next.Stream, out var indexes) ? indexes.Count + 1 : 1;
            var record = EventSealing.Seal(next, new Position(_events.Count + 1), version, appended.Count == 0 ? batch.Operation?.Id : null, _head);
            Keep(record, next.Blobs);
            appended.Add(record);
        }

        _feed.Publish(appended);
        return new AppendOutcome.Appended(first, appended[^1].Position);
    }

    private void Keep(EventRecord record, IReadOnlyList<Digest> blobs)
    {
        if (!_streams.TryGetValue(record.Stream, out var indexes))
        {
            _streams[record.Stream] = indexes = [];
        }

        indexes.Add(_events.Count);
        _events.Add(record);
        _head = record.Hash;
        foreach (var blob in blobs)
        {
            if (!_blobs.TryGetValue(blob, out var named))
            {
                _blobs[blob] = named = [];
            }

            named.Add(record.Position);
        }
    }

    private bool Remove(Position position, PayloadRemoval kind)
    {
        var record = _events[(int)position.Value - 1];
        if (record.Removed is { } before && (before.Kind == kind || kind == PayloadRemoval.Archived))
        {
            return false;
        }

        _events[(int)position.Value - 1] = record with { Payload = default, Removed = new RemovedPayload(kind, HashChain.PayloadOf(record)) };
        foreach (var (digest, named) in _blobs.ToList())
        {
            if (named.Remove(position) && named.Count == 0)
            {
                _blobs.Remove(digest);
            }
        }

        return true;
    }

    private void ThrowIfClosed()
    {
        if (_feed.IsClosed)
        {
            throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
        }
    }
}
