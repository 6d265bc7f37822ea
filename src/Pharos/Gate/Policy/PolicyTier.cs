using Pharos.Gate.Facts;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>
/// Asks the policies. Any deny wins, then any review; an allow needs every command and every effect covered. Whatever goes wrong inside is a review: an error must
/// neither permit nor break the agent's work beyond repair.
/// </summary>
internal sealed class PolicyTier(GateOptions options, TimeProvider clock)
{
    private readonly EvaluationOptions _evaluation = new()
    {
        StrictErrors = true,
        Limits = new EvaluationLimits { MaximumTime = options.PolicyTimeout },
        Clock = clock,
        Network = options.Network,
    };

    public PolicyRuling Rule(PolicyBundle bundle, RegoValue input, ProposalFacts facts)
    {
        using var questions = bundle.Program.Questions(input, _evaluation);
        return Rule(facts.Commands.Count, facts.Effects.Count, facts, Ask(questions, bundle.Deny), () => Ask(questions, bundle.Review), () => Ask(questions, bundle.Allow));
    }

    /// <summary>Asks about facts of which only the input is left, as a record holds it.</summary>
    public PolicyRuling Rule(PolicyBundle bundle, RegoValue input, int commands, int effects)
    {
        using var questions = bundle.Program.Questions(input, _evaluation);
        return Rule(commands, effects, facts: null, Ask(questions, bundle.Deny), () => Ask(questions, bundle.Review), () => Ask(questions, bundle.Allow));
    }

    /// <summary>Reads the gate's document as an engine elsewhere gave it; one that is undefined has no opinion.</summary>
    public PolicyRuling Read(RegoValue? document, ProposalFacts facts)
    {
        if (document is not null and not RegoObject)
        {
            return Answers.Failed("entry", $"The policy engine defines the gate's document as {document.KindName}; it is an object of sets.").Error!;
        }

        var sets = document as RegoObject ?? RegoObject.Empty;
        return Rule(facts.Commands.Count, facts.Effects.Count, facts, Member(sets, "deny"), () => Member(sets, "review"), () => Member(sets, "allow"));
    }

    private PolicyRuling Rule(int commands, int effects, ProposalFacts? facts, Answers deny, Func<Answers> askReview, Func<Answers> askAllow)
    {
        if (deny.Error is null && deny.Entries.Count > 0)
        {
            return Conclude(Decision.Deny, deny.Entries, deny.IsDeterministic) with { IsDeterministic = deny.IsDeterministic };
        }

        var review = askReview();
        if ((deny.Error ?? review.Error) is { } error)
        {
            return error;
        }

        if (review.Entries.Count > 0)
        {
            return Conclude(Decision.Review, review.Entries, mayBeRemembered: false) with { IsDeterministic = deny.IsDeterministic && review.IsDeterministic };
        }

        var allow = askAllow();
        if (allow.Error is not null)
        {
            return allow.Error;
        }

        var isDeterministic = deny.IsDeterministic && review.IsDeterministic && allow.IsDeterministic;
        var ruling = Coverage.IsComplete(allow.Entries, commands, effects)
            ? Conclude(Decision.Allow, allow.Entries, isDeterministic)
            : NoOpinion(allow.Entries, facts);
        return ruling with { IsDeterministic = isDeterministic };
    }

    private static Answers Member(RegoObject sets, string name) => sets.TryGet(name, out var set) ? Entries(set, isDeterministic: false) : new Answers([], false, null);

    private static Answers Ask(RegoQuestions questions, RegoQuery query)
    {
        switch (questions.Ask(query))
        {
            case EvaluationOutcome.Undefined undefined:
                return new Answers([], undefined.IsDeterministic, null);
            case EvaluationOutcome.Failed failed:
                return Answers.Failed(failed.Code, $"The policies could not be evaluated: {failed.Message}");
            case EvaluationOutcome.Defined defined:
                return Entries(defined.Value, defined.IsDeterministic);
            default:
                throw new InvalidOperationException("An evaluation outcome without a case.");
        }
    }

    private static Answers Entries(RegoValue set, bool isDeterministic)
    {
        if (set is not (RegoSet or RegoArray))
        {
            return Answers.Failed("entry", $"A policy defines deny, review or allow as {set.KindName}; they are sets of entries.");
        }

        var entries = new List<PolicyEntry>();
        foreach (var item in (IEnumerable<RegoValue>)set)
        {
            if (PolicyEntry.Read(item) is not { } entry)
            {
                return Answers.Failed("entry", $"A policy gave an entry without the shape {{rule, reason, score, covers, evidence}}: {Shorten(item.ToJson())}");
            }

            entries.Add(entry);
        }

        return new Answers(entries, isDeterministic, null);
    }

    private PolicyRuling Conclude(Decision decision, IReadOnlyList<PolicyEntry> entries, bool mayBeRemembered)
    {
        // The surest refusal speaks first; a permission is only as sure as its weakest part.
        var first = decision == Decision.Allow ? entries.MinBy(entry => entry.Score)! : entries.MaxBy(entry => entry.Score)!;
        var evidence = new List<Evidence>();
        Gather(first, evidence);
        foreach (var entry in entries)
        {
            if (!ReferenceEquals(entry, first))
            {
                Gather(entry, evidence);
            }
        }

        return new PolicyRuling(decision, first.Rule, first.Reason, first.Score, evidence, mayBeRemembered);
    }

    private void Gather(PolicyEntry entry, List<Evidence> evidence)
    {
        foreach (var part in entry.Evidence)
        {
            if (evidence.Count < options.MaximumEvidence && !evidence.Contains(part))
            {
                evidence.Add(part);
            }
        }
    }

    private PolicyRuling NoOpinion(IReadOnlyList<PolicyEntry> allowed, ProposalFacts? facts)
    {
        IReadOnlyList<int> uncovered = facts is null ? [] : Coverage.UncoveredEffects(allowed, facts.Effects.Count);
        List<Evidence> evidence = facts is null ? [] : Coverage.UncoveredCommands(allowed, facts.Commands.Count)
            .Select(i => new Evidence(CommandText(facts, i), "no rule allows this command"))
            .Concat(uncovered.Select(i => EffectEvidence(facts.Effects[i])))
            .Distinct()
            .Take(options.MaximumEvidence)
            .ToList();
        var what = evidence.Count == 0 ? "this" : $"\"{Shorten(evidence[0].Segment)}\"";
        return new PolicyRuling(Decision.Review, PolicyRuling.NoOpinionRule, $"No policy allows {what}, so someone has to look.", 0.5, evidence, false)
        {
            UncoveredEffects = uncovered,
        };
    }

    private static string CommandText(ProposalFacts facts, int index)
    {
        var span = facts.Commands[index].Span;
        return span.Start >= 0 && span.End <= facts.Text.Length && span.Length > 0 ? facts.Text[span.Start..span.End] : facts.Commands[index].Program.Text;
    }

    private static Evidence EffectEvidence(PlacedEffect placed) =>
        new(placed.Effect.Target, $"no rule allows the effect \"{Kebab.Of(placed.Effect.Kind).Value}\" ({Kebab.Of(placed.Effect.Certainty).Value}) on it");

    private static string Shorten(string text) => text.Length <= 120 ? text : string.Concat(text.AsSpan(0, 120), "…");

    private sealed record Answers(IReadOnlyList<PolicyEntry> Entries, bool IsDeterministic, PolicyRuling? Error)
    {
        public static Answers Failed(string code, string message) =>
            new([], false, new PolicyRuling(Decision.Review, "pharos.error." + code, message, 1, [], false));
    }
}
