using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// The end of the log as the writer's open transaction sees it, and what may be done there. Nothing of it is true before the commit; after a failure
/// <see cref="Settle"/> makes it agree with the file again. For the writer's thread only.
/// </summary>
internal sealed class EventAppender : IDisposable
{
    // Heads of streams that were appended to lately; a stream that is not in it costs one look-up.
    private const int MaximumKnownStreams = 100_000;

    private readonly SqliteConnection _connection;
    private readonly StreamCategories _categories;
    private readonly EventInsert _insert;
    private readonly SqliteLookups _lookups;
    private readonly BlobReferences _blobs;
    private readonly PayloadRemover _remover;
    private readonly SqliteStatement _touch;
    private readonly Dictionary<StreamId, long> _versions = [];
    private readonly List<EventRecord> _group = [];
    private long _position;
    private Digest _hash;

    public EventAppender(SqliteConnection connection, StreamCategories categories)
    {
        _connection = connection;
        _categories = categories;
        _insert = new EventInsert(connection);
        _lookups = new SqliteLookups(connection);
        _blobs = new BlobReferences(connection);
        _remover = new PayloadRemover(connection);
        _touch = new SqliteStatement(connection, $"PRAGMA user_version={SqliteConnections.SchemaVersion}");
        (_position, _hash) = _lookups.Head();
    }

    /// <summary>The position of the newest event.</summary>
    public Position Position => new(_position);

    /// <summary>The chain's hash there.</summary>
    public Digest Hash => _hash;

    /// <summary>What was appended since <see cref="Begin"/>.</summary>
    public IReadOnlyList<EventRecord> Group => _group;

    /// <summary>Whether a payload was removed since <see cref="Begin"/>.</summary>
    public bool HasRemoved { get; private set; }

    /// <summary>Begins a group.</summary>
    public void Begin()
    {
        _group.Clear();
        HasRemoved = false;
        if (_versions.Count > MaximumKnownStreams)
        {
            _versions.Clear();
        }
    }

    /// <summary>Makes memory agree with the file, after a transaction that may or may not have become durable.</summary>
    public void Settle()
    {
        _versions.Clear();

        // A category remembered from a transaction that was undone would make its events unreadable.
        _categories.Load(_connection);
        (_position, _hash) = _lookups.Head();
    }

    /// <summary>Appends a batch, or says why not.</summary>
    public AppendOutcome Append(PendingBatch pending) =>
        // Nearly every batch is one event of a new operation, mostly in a new stream. The unique keys would refuse it if that were not so, which makes two look-ups needless.
        (pending.Drafts.Length == 1 ? TryAppendUnasked(pending) : null) ?? AppendAsked(pending);

    private AppendOutcome.Appended? TryAppendUnasked(PendingBatch pending)
    {
        var batch = pending.Batch;
        var next = batch.Events[0];
        if (!_versions.TryGetValue(next.Stream, out var version) && !(batch.Expected is [{ Version: 0 } expected] && expected.Stream == next.Stream))
        {
            return null;
        }

        foreach (var (stream, wanted) in batch.Expected)
        {
            if (stream != next.Stream || wanted != version)
            {
                return null;
            }
        }

        var record = pending.Drafts[0].Seal(new Position(_position + 1), version + 1, _hash);
        if (!TryInsert(record, pending.OperationKey, HashOf(batch.Operation), next.Blobs))
        {
            return null;
        }

        return new AppendOutcome.Appended(record.Position, record.Position);
    }

    private AppendOutcome AppendAsked(PendingBatch pending)
    {
        var batch = pending.Batch;
        if (pending.OperationKey is { } key && _lookups.Operation(key) is { } before)
        {
            return HashOf(batch.Operation).SequenceEqual(before.Hash) ? new AppendOutcome.Duplicate(before.Position) : new AppendOutcome.Mismatch(before.Position);
        }

        foreach (var (stream, expected) in batch.Expected)
        {
            var actual = VersionOf(stream);
            if (actual != expected)
            {
                return new AppendOutcome.Conflict(stream, expected, actual);
            }
        }

        var first = new Position(_position + 1);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var next = batch.Events[i];
            var record = pending.Drafts[i].Seal(new Position(_position + 1), VersionOf(next.Stream) + 1, _hash);
            Insert(record, i == 0 ? pending.OperationKey : null, HashOf(batch.Operation), next.Blobs);
        }

        return new AppendOutcome.Appended(first, new Position(_position));
    }

    /// <summary>Removes payloads and appends the event that says so.</summary>
    public RemovalOutcome Remove(RemovalStep step)
    {
        foreach (var position in step.Positions)
        {
            if (position.Value < 1 || position.Value > _position)
            {
                return new RemovalOutcome.Missing(position);
            }
        }

        var count = 0;
        foreach (var position in step.Positions)
        {
            if (_remover.Remove(position, step.Kind))
            {
                _blobs.Remove(position);
                count++;
            }
        }

        HasRemoved |= count > 0;
        var next = step.Record;
        Insert(EventSealing.Seal(next, new Position(_position + 1), VersionOf(next.Stream) + 1, null, _hash), null, default, next.Blobs);
        return new RemovalOutcome.Removed(new Position(_position), count);
    }

    /// <summary>Appends events of another log as they are, when they follow this one's head.</summary>
    public ImportOutcome Import(IReadOnlyList<SealedEvent> events)
    {
        if (!Follows(events[0].Record))
        {
            return new ImportOutcome.NotFollowing(Position, _hash);
        }

        foreach (var (record, operationHash, blobs) in events)
        {
            if (!Follows(record))
            {
                throw new ArgumentException($"The event at {record.Position} does not follow the one before it: events are verified before they are imported.", nameof(events));
            }

            var key = record.OperationId is { } operation ? EventRow.OperationKey(record.Actor.Id, operation) : null;
            if (!TryInsert(record, key, operationHash.Span, blobs))
            {
                throw new ArgumentException($"Where the event at {record.Position} belongs in its stream or operation, another event stands.", nameof(events));
            }
        }

        return new ImportOutcome.Imported(Position);
    }

    /// <summary>Writes a page and no event, to see whether the file can be written.</summary>
    public void Touch() => _touch.Run();

    public void Dispose()
    {
        _insert.Dispose();
        _lookups.Dispose();
        _blobs.Dispose();
        _remover.Dispose();
        _touch.Dispose();
    }

    private bool Follows(EventRecord record) => record.Position.Value == _position + 1 && HashChain.Link(_hash, record.Leaf) == record.Hash;

    private static ReadOnlySpan<byte> HashOf(Operation? operation) => operation is null ? default : operation.ContentHash.Span;

    private void Insert(EventRecord record, byte[]? operationKey, ReadOnlySpan<byte> operationHash, IReadOnlyList<Digest> blobs)
    {
        if (!TryInsert(record, operationKey, operationHash, blobs))
        {
            throw new EventLogUnavailableException("log.corrupt", $"Could not append to the event log: another event stands at {record.Position}, or where it belongs in its stream or operation.");
        }
    }

    // False when a unique key refuses it; then nothing of it was written, and the transaction goes on.
    private bool TryInsert(EventRecord record, byte[]? operationKey, ReadOnlySpan<byte> operationHash, IReadOnlyList<Digest> blobs)
    {
        if (!_insert.TryRun(record, _categories.KeyOf(record.Stream, _connection), operationKey, operationHash))
        {
            return false;
        }

        foreach (var blob in blobs)
        {
            _blobs.Add(blob, record.Position);
        }

        _versions[record.Stream] = record.Version;
        _position = record.Position.Value;
        _hash = record.Hash;
        _group.Add(record);
        return true;
    }

    private long VersionOf(StreamId stream)
    {
        if (!_versions.TryGetValue(stream, out var version))
        {
            version = _categories.KeyOf(stream) is { } key ? _lookups.Version(key) : 0;
            _versions[stream] = version;
        }

        return version;
    }
}
