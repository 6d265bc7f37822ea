using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Sealed events of another log that wait to be appended.</summary>
internal sealed class PendingImport(IReadOnlyList<SealedEvent> events) : PendingWork<ImportOutcome>
{
    public override int Events => events.Count;

    public override long Bytes { get; } = events.Sum(static sealedEvent => (long)sealedEvent.Record.Payload.Length);

    protected override ImportOutcome Do(EventAppender appender) => appender.Import(events);
}
