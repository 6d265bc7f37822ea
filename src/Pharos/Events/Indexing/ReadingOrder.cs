namespace Pharos.Events.Indexing;

/// <summary>
/// The direction of a search. Inside a search positions stand as keys that rise in its direction (backwards a position is its own negative), so that everything which
/// walks and intersects is written once, upward.
/// </summary>
public readonly record struct ReadingOrder(bool IsDescending)
{
    /// <summary>The key of a position.</summary>
    public long KeyOf(long position) => IsDescending ? -position : position;

    /// <summary>The position of a key.</summary>
    public long PositionOf(long key) => IsDescending ? -key : key;

    /// <summary>The keys of a block's positions, ascending.</summary>
    public long[] KeysOf(PostingBlock block)
    {
        var keys = new long[block.Positions.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = IsDescending ? -block.Positions[keys.Length - 1 - i] : block.Positions[i];
        }

        return keys;
    }

    /// <summary>The keys of a span of positions, both ends included.</summary>
    public KeySpan SpanOf(long first, long last) => IsDescending ? new KeySpan(-last, -first) : new KeySpan(first, last);
}

/// <summary>Neighbouring keys, both ends included.</summary>
public readonly record struct KeySpan(long Low, long High);
