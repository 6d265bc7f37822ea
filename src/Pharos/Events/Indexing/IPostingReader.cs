namespace Pharos.Events.Indexing;

/// <summary>Reads runs of one posting list from where it is stored.</summary>
public interface IPostingReader
{
    /// <summary>
    /// Reads runs of ascending keys, one behind the other, from the one that a target falls into or behind. With at least two runs asked, either one of them reaches the target or the
    /// list ends before it.
    /// </summary>
    /// <param name="target">A key.</param>
    /// <param name="most">Most runs wanted, from 2.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    ValueTask<PostingRuns> ReadAsync(long target, int most, CancellationToken cancellationToken);
}

/// <summary>What was read of a posting list.</summary>
/// <param name="Runs">Runs of ascending keys, none empty.</param>
/// <param name="IsLast">Whether the list has nothing behind them.</param>
public sealed record PostingRuns(IReadOnlyList<long[]> Runs, bool IsLast);
