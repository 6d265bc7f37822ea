namespace Pharos.Events.Indexing;

/// <summary>A piece of a posting list: the ascending positions of up to 512 events that have one value in one field.</summary>
public sealed class PostingBlock
{
    /// <summary>Most positions of one block: small enough to be rewritten whenever one is added, large enough that a million events are two thousand rows.</summary>
    public const int MaxPositions = 512;

    /// <param name="positions">1 to 512 positions, strictly ascending, from 1.</param>
    public PostingBlock(IReadOnlyList<long> positions)
    {
        ArgumentOutOfRangeException.ThrowIfZero(positions.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions.Count, MaxPositions);
        Positions = positions;
    }

    /// <summary>The positions, ascending.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>The lowest position: the block's key among those of its list.</summary>
    public long First => Positions[0];

    /// <summary>The highest position.</summary>
    public long Last => Positions[^1];
}
