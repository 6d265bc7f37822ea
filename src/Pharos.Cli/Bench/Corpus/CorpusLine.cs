namespace Pharos.Cli.Bench.Corpus;

/// <summary>One line of a corpus of commands.</summary>
/// <param name="Id">Its name in the corpus.</param>
/// <param name="Source">Where it was collected.</param>
/// <param name="Label">What its source says of it.</param>
/// <param name="Command">The shell text.</param>
internal sealed record CorpusLine(string Id, string Source, string Label, string Command);
