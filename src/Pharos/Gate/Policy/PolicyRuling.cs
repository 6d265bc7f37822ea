using Pharos.Proposals;

namespace Pharos.Gate.Policy;

/// <summary>What the policies say.</summary>
/// <param name="Decision">The verdict.</param>
/// <param name="Rule">The rule that speaks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Score">How sure.</param>
/// <param name="Evidence">The parts pointed at.</param>
/// <param name="MayBeRemembered">False when time, chance or an error had a part in it.</param>
internal sealed record PolicyRuling(Decision Decision, string Rule, string Reason, double Score, IReadOnlyList<Evidence> Evidence, bool MayBeRemembered)
{
    /// <summary>The rule of a review that no policy asked for: nothing permits it.</summary>
    public const string NoOpinionRule = "pharos.gate.default";

    /// <summary>The ruling of policies that failed too often lately: the review that a failure of theirs is.</summary>
    public static PolicyRuling LeftAlone { get; } =
        new(Decision.Review, Breakers.Breaker.Rule, "The policies failed too often lately and are left alone for a while, so someone has to look.", 1, [], false);

    /// <summary>What was not as it should be when it was made; see <see cref="Answer.Degradation"/>.</summary>
    public string Degradation { get; init; } = Answer.Normal;

    /// <summary>False when asking again might give another answer.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Indexes of the effects that no policy permits; empty for a ruling that is an opinion.</summary>
    public IReadOnlyList<int> UncoveredEffects { get; init; } = [];
}
