using Pharos.Events;

namespace Pharos.Storage.Indexing;

/// <summary>
/// How far an index has come, and in which log: the chain's hash at its position belongs to exactly one history, so an index of another log, or of one that was cut off and
/// went on differently, is recognised.
/// </summary>
/// <param name="Position">The newest event it holds.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Terms">How many terms have a number; the next has this one plus one.</param>
internal sealed record IndexMark(Position Position, Digest Hash, long Terms)
{
    public static readonly IndexMark Empty = new(Position.Start, Digest.Genesis, 0);
}
