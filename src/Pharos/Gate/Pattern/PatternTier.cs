using System.Globalization;
using Pharos.Gate.Facts;
using Pharos.Gate.Policy;
using Pharos.Proposals;

namespace Pharos.Gate.Pattern;

/// <summary>
/// Speaks where no policy has an opinion. It can turn that review into an allow, and nothing else: a rule's own review stands, so does every denial, and an effect that is
/// not known or cannot be undone stays with people. Safe for use by many threads.
/// </summary>
internal sealed class PatternTier(PatternModel model)
{
    private const string Rule = "pharos.gate.pattern";

    private const int ExplainedFeatures = 5;

    /// <summary>The allow of the model, or null where it may not speak or is not sure.</summary>
    public PolicyRuling? Speak(Proposal proposal, ProposalFacts facts, PolicyRuling ruling)
    {
        if (ruling is not { Decision: Decision.Review, Rule: PolicyRuling.NoOpinionRule } || proposal.Kind != ProposalKind.Command
            || proposal.Workspace.Profile == WorkspaceProfile.Strict || !facts.IsParsed || facts.Unknowns.Count > 0 || !MaySpeak(facts, ruling))
        {
            return null;
        }

        // Each command that nobody permits has to look ordinary by itself: harmless company (wrappers, a pager behind it) must not raise its score.
        var (score, reasons) = model.Score(PatternFeatures.Of(facts), ExplainedFeatures);
        var effects = new EffectsByCommand(facts);
        foreach (var command in ruling.UncoveredEffects.Select(index => facts.Effects[index].Effect.Command).Distinct())
        {
            var alone = model.Score(PatternFeatures.OfCommand(facts, effects, command), ExplainedFeatures);
            (score, reasons) = alone.Score < score ? alone : (score, reasons);

            // The least score counts, so that of a long script the first doubtful command is enough.
            if (score < model.Threshold)
            {
                return null;
            }
        }

        if (score < model.Threshold)
        {
            return null;
        }

        var why = string.Join(", ", reasons.Select(static reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Feature} {reason.Weight:+0.0;-0.0}")));
        return new PolicyRuling(
            Decision.Allow,
            Rule,
            "No policy speaks of it, everything it could do can be undone, and it looks like ordinary work.",
            score,
            [.. ruling.Evidence.Select(static part => part with { Why = "can be undone, and looks ordinary" }).Take(1), new Evidence($"model {model.Version}", why)],
            ruling.IsDeterministic);
    }

    /// <summary>Every effect that no policy permits has to be known and reversible; there has to be one, or it is not known what the command is about.</summary>
    private static bool MaySpeak(ProposalFacts facts, PolicyRuling ruling)
    {
        foreach (var index in ruling.UncoveredEffects)
        {
            if (facts.Effects[index].Effect is not { IsReversible: true, Certainty: not Shell.Effects.Certainty.Unknown })
            {
                return false;
            }
        }

        return ruling.UncoveredEffects.Count > 0;
    }
}
