using Pharos.Agents;

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

    /// <summary>The role of a token it holds at this moment, <see cref="Role.Expert"/> before any other; null when it holds none and so could do nothing with a task.</summary>
    public Role? Holds { get; init; } = Role.Expert;

    /// <summary>Whether it could act on a task: only tokens with the role expert judge.</summary>
    public bool MayHave(bool isJudgement) => Holds is { } role && (!isJudgement || role == Role.Expert);

    internal TrackRecord RecordFor(bool isJudgement) => isJudgement ? Judging : Record;

    internal int LoadFor(bool isJudgement) => isJudgement ? Judgements : Load;
}
