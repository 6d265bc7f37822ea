using Pharos.Cli.Bench.Corpus;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>A line that is answered worse when it is rewritten.</summary>
/// <param name="Kind">How it was rewritten.</param>
/// <param name="Before">The answer to the original.</param>
/// <param name="After">The answer to the rewritten line.</param>
internal sealed record ChangedLine(string Kind, CorpusDecision Before, CorpusDecision After);
