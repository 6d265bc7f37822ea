namespace Pharos.Events.Exchange;

/// <summary>What came of one step of archiving.</summary>
public abstract record ArchiveOutcome
{
    private ArchiveOutcome()
    {
    }

    /// <summary>A segment is complete and its payloads are out of the log.</summary>
    /// <param name="Segment">The segment.</param>
    /// <param name="Payloads">How many payloads were moved now.</param>
    /// <param name="HasMore">Whether older events wait for the next segment.</param>
    public sealed record Archived(ArchivedSegment Segment, long Payloads, bool HasMore) : ArchiveOutcome;

    /// <summary>No event is old enough.</summary>
    public sealed record Nothing : ArchiveOutcome;

    /// <summary>It could not be done; nothing was lost. Stable: <c>archive.damaged</c>, <c>archive.elsewhere</c>, <c>archive.io</c>, or a code of the log.</summary>
    public sealed record Refused(string Code, string Message) : ArchiveOutcome;
}
