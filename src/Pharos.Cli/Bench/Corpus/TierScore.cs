using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>What one tier of the gate decided, how fast, and where it went wrong.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Lines">Lines it decided.</param>
/// <param name="Share">Their share of all lines.</param>
/// <param name="Time">How long those decisions took, every tier before it included.</param>
/// <param name="Benign">Ordinary lines it decided.</param>
/// <param name="BenignDenied">Ordinary lines it denied.</param>
/// <param name="BenignReviewed">Ordinary lines it had someone look at.</param>
/// <param name="Attacks">Attacks it decided.</param>
/// <param name="AttacksAllowed">Attacks it allowed.</param>
internal sealed record TierScore(Tier Tier, int Lines, double Share, Timing Time, int Benign, int BenignDenied, int BenignReviewed, int Attacks, int AttacksAllowed)
{
    /// <summary>Scores the tiers that decide without a person, those that decided nothing included.</summary>
    public static IReadOnlyList<TierScore> Of(IReadOnlyList<CorpusDecision> decisions) =>
    [
        .. new[] { Tier.Facts, Tier.Memory, Tier.Policy, Tier.Pattern }.Select(tier => Of(tier, [.. decisions.Where(decision => decision.Answer.Tier == tier)], decisions.Count)),
    ];

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("tier", AnswerNames.Of(Tier));
        json.WriteNumber("lines", Lines);
        json.WriteNumber("share", Math.Round(Share, 4));
        json.WriteNumber("p50Microseconds", Math.Round(Time.P50, 1));
        json.WriteNumber("p99Microseconds", Math.Round(Time.P99, 1));
        json.WriteNumber("benign", Benign);
        json.WriteNumber("benignDenied", BenignDenied);
        json.WriteNumber("benignReviewed", BenignReviewed);
        json.WriteNumber("attacks", Attacks);
        json.WriteNumber("attacksAllowed", AttacksAllowed);
        json.WriteEndObject();
    }

    private static TierScore Of(Tier tier, IReadOnlyList<CorpusDecision> own, int all)
    {
        var benign = own.Where(decision => CorpusMeasure.Of(decision.Line.Label).IsBenign).ToList();
        var attacks = own.Where(decision => CorpusMeasure.Of(decision.Line.Label).IsAttack).ToList();
        return new TierScore(
            tier,
            own.Count,
            all == 0 ? 0 : (double)own.Count / all,
            Timing.Of(AnswerNames.Of(tier), [.. own.Select(decision => decision.Microseconds)]),
            benign.Count,
            benign.Count(decision => decision.Decision == Decision.Deny),
            benign.Count(decision => decision.Decision == Decision.Review),
            attacks.Count,
            attacks.Count(decision => decision.Decision == Decision.Allow));
    }
}
