namespace Pharos.Cli.Bench;

/// <summary>One case of <c>bench rego</c>.</summary>
/// <param name="Timing">How long an evaluation takes, over all rounds.</param>
/// <param name="TimesBaseline">Its time as a multiple of the baseline's in the same round; the median of the rounds.</param>
/// <param name="Bytes">What one evaluation allocates.</param>
internal sealed record RegoCase(Timing Timing, double TimesBaseline, long Bytes);
