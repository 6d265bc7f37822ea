namespace Pharos.Events;

/// <summary>Payloads to remove in one commit.</summary>
/// <param name="Positions">Where they stand, ascending; at most <see cref="EventLimits.RemovedPerStep"/>. Those that were removed before are passed over; an archived one may still be erased.</param>
/// <param name="Kind">Why.</param>
/// <param name="Record">The event that records it.</param>
public sealed record RemovalStep(IReadOnlyList<Position> Positions, PayloadRemoval Kind, NewEvent Record);

/// <summary>What came of removing payloads. Only <see cref="Removed"/> changed anything.</summary>
public abstract record RemovalOutcome
{
    private RemovalOutcome()
    {
    }

    /// <summary>The payloads are gone and the event that records it stands at this position.</summary>
    public sealed record Removed(Position Record, int Count) : RemovalOutcome;

    /// <summary>There is no event at this position.</summary>
    public sealed record Missing(Position Position) : RemovalOutcome;

    /// <summary>The event that was to record it breaks a rule of the log, or the step names too many positions. The code is stable.</summary>
    public sealed record Refused(string Code, string Reason) : RemovalOutcome;
}
