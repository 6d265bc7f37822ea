using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>What was found by looking while the head was locked.</summary>
internal sealed class LockedLookups
{
    public Dictionary<string, (Position Position, byte[] Hash)> Operations { get; } = new(StringComparer.Ordinal);

    public Dictionary<StreamId, long> Versions { get; } = [];

    public static string KeyOf(byte[] operationKey) => Convert.ToHexString(operationKey);
}

/// <summary>
/// Outcomes and sealed events of one group, on top of a head. Without look-ups it believes: that an operation is new, and that an unknown stream which is written is new too. The
/// unique keys and the comparison of the head refute a wrong belief in the same statement, so what a plan answers is true once it was committed.
/// </summary>
internal sealed class GroupPlan(LogHead head, HeadMemory memory, LockedLookups? found)
{
    private readonly Dictionary<StreamId, long> _versions = [];
    private readonly Dictionary<(string Actor, OperationId Id), (Position First, ReadOnlyMemory<byte> Hash)> _operations = [];
    private Digest _hash = head.Hash;

    public List<EventRecord> Records { get; } = [];

    /// <summary>The operation's key and hash, and the blobs, of each record.</summary>
    public List<(byte[]? OperationKey, ReadOnlyMemory<byte> OperationHash, IReadOnlyList<Digest> Blobs)> Additions { get; } = [];

    public IReadOnlyDictionary<StreamId, long> Versions => _versions;

    private Position Last => new(head.Position + Records.Count);

    /// <summary>Adds a batch.</summary>
    /// <returns>Its outcome, true once the group is committed; null when it cannot be told without looking.</returns>
    public AppendOutcome? Add(PendingAppend pending)
    {
        var batch = pending.Batch;
        if (batch.Operation is { } operation && Before(batch, pending.OperationKey!, operation) is { } before)
        {
            return operation.ContentHash.Span.SequenceEqual(before.Hash.Span) ? new AppendOutcome.Duplicate(before.First) : new AppendOutcome.Mismatch(before.First);
        }

        foreach (var (stream, expected) in batch.Expected)
        {
            var isWritten = expected == 0 && batch.Events.Any(record => record.Stream == stream);
            if (VersionOf(stream, mayBelieve: isWritten) is not { } actual)
            {
                return null;
            }

            if (actual != expected)
            {
                return new AppendOutcome.Conflict(stream, expected, actual);
            }
        }

        return Seal(pending);
    }

    private AppendOutcome.Appended Seal(PendingAppend pending)
    {
        var batch = pending.Batch;
        var first = new Position(Last.Value + 1);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var next = batch.Events[i];
            var version = VersionOf(next.Stream, mayBelieve: true)!.Value + 1;
            var record = EventSealing.Seal(next, pending.PayloadDigests[i], new Position(Last.Value + 1), version, i == 0 ? batch.Operation?.Id : null, _hash);
            _versions[next.Stream] = version;
            _hash = record.Hash;
            Records.Add(record);
            Additions.Add((i == 0 ? pending.OperationKey : null, i == 0 && batch.Operation is { } operation ? operation.ContentHash : default, next.Blobs));
        }

        if (batch.Operation is { } done)
        {
            _operations[(batch.Events[0].Actor.Id, done.Id)] = (first, done.ContentHash);
        }

        return new AppendOutcome.Appended(first, Last);
    }

    private (Position First, ReadOnlyMemory<byte> Hash)? Before(AppendBatch batch, byte[] key, Operation operation)
    {
        if (_operations.TryGetValue((batch.Events[0].Actor.Id, operation.Id), out var inGroup))
        {
            return inGroup;
        }

        return found is not null && found.Operations.TryGetValue(LockedLookups.KeyOf(key), out var inLog) ? (inLog.Position, inLog.Hash) : null;
    }

    private long? VersionOf(StreamId stream, bool mayBelieve)
    {
        if (_versions.TryGetValue(stream, out var version))
        {
            return version;
        }

        if (found is not null)
        {
            return found.Versions.GetValueOrDefault(stream);
        }

        return memory.TryVersionOf(stream, out version) ? version : mayBelieve ? 0 : null;
    }
}
