using Pharos.Proposals;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>Which lines of a corpus someone wants to see.</summary>
/// <param name="Decision">Only lines with this decision; null for all.</param>
/// <param name="Label">Only lines with this label; null for all.</param>
/// <param name="Source">Only lines of this source; null for all.</param>
internal sealed record CorpusSelection(Decision? Decision, string? Label, string? Source)
{
    /// <summary>Whether a line has to be decided at all.</summary>
    public bool Includes(CorpusLine line) => (Label is null || line.Label == Label) && (Source is null || line.Source == Source);

    /// <summary>Whether a decided line is shown.</summary>
    public bool Includes(CorpusDecision decision) => Includes(decision.Line) && (Decision is null || decision.Decision == Decision);
}
