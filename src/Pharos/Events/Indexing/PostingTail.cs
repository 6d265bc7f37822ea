namespace Pharos.Events.Indexing;

/// <summary>The newest block of a posting list, to which positions are added until it is full. For one thread.</summary>
public sealed class PostingTail
{
    private byte[] _distances = new byte[PostingCodec.MaxBytesOfADistance];
    private int _length;

    private PostingTail(long first) => First = Last = first;

    /// <summary>The lowest position, the block's key.</summary>
    public long First { get; }

    /// <summary>The highest position so far.</summary>
    public long Last { get; private set; }

    /// <summary>How many positions it holds.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Whether the next position begins another block.</summary>
    public bool IsFull => Count >= PostingBlock.MaxPositions;

    /// <summary>The distances behind the first position, as they are stored.</summary>
    public ReadOnlyMemory<byte> Distances => _distances.AsMemory(0, _length);

    /// <summary>Begins a block.</summary>
    public static PostingTail From(long first) => new(first);

    /// <summary>Goes on with a block that was stored.</summary>
    public static PostingTail From(PostingBlock block)
    {
        var tail = new PostingTail(block.First);
        for (var i = 1; i < block.Positions.Count; i++)
        {
            tail.Add(block.Positions[i]);
        }

        return tail;
    }

    /// <summary>Adds a position above the last to a block that is not full.</summary>
    public void Add(long position)
    {
        if (IsFull)
        {
            throw new InvalidOperationException("A posting block is full; the next position begins another one.");
        }

        if (_distances.Length - _length < PostingCodec.MaxBytesOfADistance)
        {
            Array.Resize(ref _distances, (_distances.Length * 2) + PostingCodec.MaxBytesOfADistance);
        }

        _length += PostingCodec.Write(position - Last, _distances.AsSpan(_length));
        Last = position;
        Count++;
    }
}
