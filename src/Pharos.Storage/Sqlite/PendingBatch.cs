using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>A batch that waits to be appended.</summary>
internal sealed class PendingBatch(AppendBatch batch) : PendingWork<AppendOutcome>
{
    public AppendBatch Batch { get; } = batch;

    /// <summary>Made on the caller's thread, because every moment of the writer's is one that all callers wait for.</summary>
    public Digest[] PayloadDigests { get; } = [.. batch.Events.Select(static record => Digest.Of(record.Payload.Span))];

    public override int Events => Batch.Events.Count;

    public override long Bytes { get; } = batch.Events.Sum(static record => (long)record.Payload.Length);

    protected override AppendOutcome Do(EventAppender appender) => appender.Append(this);
}
