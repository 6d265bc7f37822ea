namespace Pharos.Gate.Replay;

/// <summary>A clock that stands at the moment of a recorded decision, while the time that evaluation may take is still measured.</summary>
/// <param name="clock">The clock that measures.</param>
internal sealed class RecordedClock(TimeProvider clock) : TimeProvider
{
    /// <summary>The moment of the decision.</summary>
    public DateTimeOffset Moment { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Moment;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();
}
