namespace Pharos.Review.Experts;

/// <summary>An expert as selection sees it.</summary>
/// <param name="Expert">Who.</param>
/// <param name="Record">What became of its tasks.</param>
/// <param name="Load">How many tasks it has now.</param>
public sealed record ExpertCandidate(Expert Expert, TrackRecord Record, int Load)
{
    /// <summary>What became of its judgements alone; an agent can hand others easy work, or ruin theirs, and must not choose its judges by it.</summary>
    public TrackRecord Judging { get; init; } = Record;

    /// <summary>How many judgements it has now; work that agents heap on it must not keep it from judging them.</summary>
    public int Judgements { get; init; } = Load;

    internal TrackRecord RecordFor(bool isJudgement) => isJudgement ? Judging : Record;

    internal int LoadFor(bool isJudgement) => isJudgement ? Judgements : Load;
}
