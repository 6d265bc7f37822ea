namespace Pharos.Events;

/// <summary>What came of an append. Only <see cref="Appended"/> wrote anything.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The batch is durable and stands at these positions, without a gap.</summary>
    public sealed record Appended(Position First, Position Last) : AppendOutcome;

    /// <summary>A stream was at another version than expected (<c>append.conflict</c>).</summary>
    public sealed record Conflict(StreamId Stream, long Expected, long Actual) : AppendOutcome;

    /// <summary>The operation was done before with the same content; its batch begins at this position.</summary>
    public sealed record Duplicate(Position First) : AppendOutcome;

    /// <summary>The operation id was used before with other content (<c>append.mismatch</c>).</summary>
    public sealed record Mismatch(Position First) : AppendOutcome;

    /// <summary>The batch breaks a limit or is malformed; it can never be appended. The code is stable, such as <c>append.too-large</c>.</summary>
    public sealed record Refused(string Code, string Reason) : AppendOutcome;
}
