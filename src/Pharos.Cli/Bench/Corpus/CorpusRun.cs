using Pharos.Cli.Checks;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>Decides a corpus as if each command ran on a developer's machine that cannot be looked at.</summary>
/// <param name="gate">The gate.</param>
/// <param name="clock">The clock.</param>
/// <param name="progress">Where the counts go while it runs.</param>
internal sealed class CorpusRun(LocalGate gate, TimeProvider clock, TextWriter progress)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <summary>Decides the lines in their order.</summary>
    public IEnumerable<CorpusDecision> Decide(IEnumerable<CorpusLine> lines, CancellationToken cancellationToken)
    {
        var reported = clock.GetTimestamp();
        var number = 0;
        foreach (var line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Decide(line, cancellationToken);
            number++;
            if (clock.GetElapsedTime(reported) > ReportEvery)
            {
                reported = clock.GetTimestamp();
                progress.WriteLine($"{number} commands …");
            }
        }
    }

    private CorpusDecision Decide(CorpusLine line, CancellationToken cancellationToken)
    {
        var (proposal, problem) = gate.Admit(BenchProposals.Elsewhere(line.Command), trustWorkspace: true);
        if (proposal is null)
        {
            return new CorpusDecision(line, CheckAnswers.Refusal(problem!, gate.PolicyVersion, clock), 0, "", "");
        }

        var started = clock.GetTimestamp();
        var verdict = gate.Gate.Evaluate(proposal, cancellationToken);
        var elapsed = clock.GetElapsedTime(started).TotalMicroseconds;
        var facts = new FactsGlance(verdict.Facts as RegoObject ?? RegoObject.Empty, line.Command);
        return new CorpusDecision(line, verdict.Answer, elapsed, facts.Effects(), facts.ProgramBehind(verdict.Answer));
    }
}
