using Pharos.Cli.Bench.Corpus;
using Pharos.Proposals;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>Rewrites the lines of a corpus and asks the gate again: what was stopped has to stay stopped, and what is ordinary has to stay as it was.</summary>
/// <param name="run">Decides lines.</param>
/// <param name="seed">Where chance starts; the same seed rewrites the same way.</param>
internal sealed class MutationBench(CorpusRun run, int seed)
{
    private const int MaximumLines = 3_000;

    private readonly Dictionary<string, CorpusDecision> _originals = new(StringComparer.Ordinal);

    /// <summary>Measures every kind.</summary>
    public MutationReport Run(IReadOnlyList<CorpusLine> lines, CancellationToken cancellationToken)
    {
        var attacks = lines.Where(line => CorpusMeasure.Of(line.Label).IsAttack).ToList();
        var ordinary = lines.Where(line => CorpusMeasure.Of(line.Label).IsBenign).ToArray();
        new Random(seed).Shuffle(ordinary);
        var changed = new List<ChangedLine>();
        var attackScores = Score(AttackMutations.All, attacks, static before => before.Decision != Decision.Allow, static (_, after) => after.Decision != Decision.Allow, changed, cancellationToken);
        var ordinaryScores = Score(BenignRewrites.All, ordinary, static _ => true, static (before, after) => before.Decision == after.Decision, changed, cancellationToken);
        return new MutationReport(attackScores, ordinaryScores, changed);
    }

    private List<MutationScore> Score(
        IReadOnlyList<Mutation> mutations,
        IReadOnlyList<CorpusLine> lines,
        Func<CorpusDecision, bool> isRight,
        Func<CorpusDecision, CorpusDecision, bool> staysRight,
        List<ChangedLine> changed,
        CancellationToken cancellationToken)
    {
        var scores = new List<MutationScore>();
        foreach (var (index, mutation) in mutations.Index())
        {
            // Each kind starts chance anew, so that adding one leaves the others as they were.
            var random = new Random(seed + index);
            var pairs = lines
                .Select(line => (line, Text: mutation.Apply(new MutationInput(line.Command, random))))
                .Where(pair => pair.Text is not null)
                .Take(MaximumLines)
                .Select(pair => (Original: pair.line, Rewritten: pair.line with { Command = pair.Text! }))
                .ToList();
            var before = pairs.Select(pair => Original(pair.Original, cancellationToken)).ToList();
            var after = run.Decide(pairs.Select(pair => pair.Rewritten), cancellationToken).ToList();
            var answers = before.Zip(after).ToList();
            scores.Add(new MutationScore(
                mutation.Name,
                pairs.Count,
                before.Count(isRight),
                answers.Count(pair => staysRight(pair.First, pair.Second))));
            changed.AddRange(answers.Where(pair => isRight(pair.First) && !staysRight(pair.First, pair.Second)).Select(pair => new ChangedLine(mutation.Name, pair.First, pair.Second)));
        }

        return scores;
    }

    private CorpusDecision Original(CorpusLine line, CancellationToken cancellationToken)
    {
        if (!_originals.TryGetValue(line.Id, out var decision))
        {
            _originals[line.Id] = decision = run.Decide([line], cancellationToken).Single();
        }

        return decision;
    }
}
