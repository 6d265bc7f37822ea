namespace Pharos.Events.Evidence;

/// <summary>A hash that something outside the log remembers.</summary>
/// <param name="Position">Where.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Origin">Who remembers it, in words: <c>heads.log</c>, or a checkpoint and its file.</param>
public readonly record struct ChainAnchor(Position Position, Digest Hash, string Origin);
