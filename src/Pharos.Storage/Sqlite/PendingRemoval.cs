using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Payloads that wait to be removed.</summary>
internal sealed class PendingRemoval(RemovalStep step) : PendingWork<RemovalOutcome>
{
    public override int Events => 1;

    public override long Bytes => step.Record.Payload.Length;

    protected override RemovalOutcome Do(EventAppender appender) => appender.Remove(step);
}
