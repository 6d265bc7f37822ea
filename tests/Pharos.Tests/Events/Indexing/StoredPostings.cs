using Pharos.Events.Indexing;

namespace Pharos.Tests.Events.Indexing;

/// <summary>A posting list in blocks of any size, read as an engine reads it.</summary>
internal sealed class StoredPostings(IReadOnlyList<PostingBlock> blocks, ReadingOrder order) : IPostingReader
{
    /// <summary>Blocks given out.</summary>
    public int Read { get; private set; }

    public static StoredPostings Of(IEnumerable<long> positions, int blockSize, ReadingOrder order) =>
        new([.. positions.Order().Chunk(blockSize).Select(chunk => new PostingBlock(chunk))], order);

    public ValueTask<PostingRuns> ReadAsync(long target, int most, CancellationToken cancellationToken)
    {
        most.ShouldBeGreaterThanOrEqualTo(2);
        var from = order.PositionOf(target);
        var reached = blocks.LastOrDefault(block => block.First <= from);
        var found = order.IsDescending
            ? blocks.Where(block => block.First <= from).Reverse().Take(most).ToList()
            : blocks.Where(block => reached is null || block.First >= reached.First).Take(most).ToList();
        Read += found.Count;
        return new ValueTask<PostingRuns>(new PostingRuns([.. found.Select(order.KeysOf)], found.Count < most));
    }
}
