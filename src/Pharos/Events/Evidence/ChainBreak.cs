namespace Pharos.Events.Evidence;

/// <summary>The first break of a chain.</summary>
/// <param name="Position">Where the chain stops fitting.</param>
/// <param name="Kind">How.</param>
/// <param name="Message">In words, with the field or byte where it can be told.</param>
public sealed record ChainBreak(Position Position, ChainBreakKind Kind, string Message);

/// <summary>What a walk of the chain found.</summary>
/// <param name="Events">Events walked.</param>
/// <param name="Head">The last position that fits.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Break">The first break; null when everything fits.</param>
public sealed record ChainReport(long Events, Position Head, Digest Hash, ChainBreak? Break);
