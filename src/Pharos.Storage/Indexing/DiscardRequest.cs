namespace Pharos.Storage.Indexing;

/// <summary>Somebody wants another index.</summary>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Number">Which request it is; a later one includes it.</param>
/// <param name="Failures">How many failures there had been.</param>
internal sealed record DiscardRequest(string Reason, int Number, int Failures);
