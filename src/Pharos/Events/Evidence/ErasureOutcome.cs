namespace Pharos.Events.Evidence;

/// <summary>What came of erasing a payload. Only <see cref="Erased"/> changed anything.</summary>
public abstract record ErasureOutcome
{
    private ErasureOutcome()
    {
    }

    /// <summary>The payload is gone; the event that says so stands at this position.</summary>
    public sealed record Erased(Position Record) : ErasureOutcome;

    /// <summary>It was erased before, by the event at this position.</summary>
    public sealed record Already(Position Record, DateTimeOffset At) : ErasureOutcome;

    /// <summary>There is no event at the position.</summary>
    public sealed record Unknown : ErasureOutcome;

    /// <summary>It may not be erased, or not so. The code is stable: <c>erase.protected</c>, <c>erase.reason</c>, or one of the log's.</summary>
    public sealed record Refused(string Code, string Reason) : ErasureOutcome;
}
