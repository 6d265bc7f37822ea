namespace Pharos.Review.Experts;

/// <summary>How experts are kept and chosen. Immutable, with defaults.</summary>
public sealed record ExpertOptions
{
    /// <summary>How long an expert counts as being there after a sign of life. Default: 60 s.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Most experts that may be there when another one registers. Those that are away do not count: agents come and go under new names, and whoever has gone for good would keep a place
    /// for ever. Default: 1,000.
    /// </summary>
    public int Maximum { get; init; } = 1000;

    /// <summary>What exploration is drawn from, so that a choice can be made again. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How often an expert should say that it is there.</summary>
    public TimeSpan HeartbeatEvery => HeartbeatTimeout / 3;

    /// <summary>How old the recorded sign of life is before another is recorded: half of the time, so that an expert that keeps to <see cref="HeartbeatEvery"/> is never lost.</summary>
    internal TimeSpan RecordEvery => HeartbeatTimeout / 2;
}
