using Pharos.Proposals;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>What the gate said to one line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Microseconds">Time it took, analysis included.</param>
/// <param name="Effects">What it would do, in short.</param>
/// <param name="Program">The program that the decision rests on: the one nothing covers, or the one that is refused.</param>
internal sealed record CorpusDecision(CorpusLine Line, Answer Answer, double Microseconds, string Effects, string Program)
{
    /// <summary>The decision.</summary>
    public Decision Decision => Answer.Decision;
}
