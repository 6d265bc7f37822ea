using Pharos.Events;

namespace Pharos.Storage.Indexing;

/// <summary>What an index needs of an event.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="At">When it happened, in microseconds since 1970 UTC.</param>
/// <param name="Type">Its type.</param>
/// <param name="Agent">Its agent, if any.</param>
/// <param name="Workspace">Its workspace, if any.</param>
/// <param name="Correlation">Its correlation, if any.</param>
internal readonly record struct IndexedEvent(long Position, long At, string Type, string? Agent, string? Workspace, Guid? Correlation)
{
    /// <summary>Microseconds since 1970 UTC, as engines store times; what is finer is dropped.</summary>
    public static long MicrosecondsOf(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static IndexedEvent Of(EventRecord record) =>
        new(record.Position.Value, MicrosecondsOf(record.At), record.Type, record.Agent, record.Workspace, record.Correlation?.Value);
}
