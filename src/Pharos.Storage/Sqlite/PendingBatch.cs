using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>A batch that waits to be appended.</summary>
internal sealed class PendingBatch(AppendBatch batch) : PendingWork<AppendOutcome>
{
    // An event without its payload, as it waits.
    private const int Overhead = 1024;

    public AppendBatch Batch { get; } = batch;

    /// <summary>Made on the caller's thread, because every moment of the writer's is one that all callers wait for.</summary>
    public SealingDraft[] Drafts { get; } = [.. batch.Events.Select((next, i) => new SealingDraft(next, i == 0 ? batch.Operation?.Id : null))];

    /// <summary>The key of its operation, when it has one.</summary>
    public byte[]? OperationKey { get; } = batch.Operation is { } operation ? EventRow.OperationKey(batch.Events[0].Actor.Id, operation.Id) : null;

    public override int Events => Batch.Events.Count;

    public override long Bytes { get; } = batch.Events.Sum(static record => (long)record.Payload.Length + Overhead);

    protected override AppendOutcome Do(EventAppender appender) => appender.Append(this);
}
