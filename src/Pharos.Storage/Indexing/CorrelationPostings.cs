using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>The events of one correlation: mostly two or three, so they stand one by one and not in blocks.</summary>
internal sealed class CorrelationPostings(IIndexSnapshot index, Guid correlation, ReadingOrder order) : IPostingReader
{
    public async ValueTask<PostingRuns> ReadAsync(long target, int most, CancellationToken cancellationToken)
    {
        var positions = await index.CorrelatedAsync(correlation, order.PositionOf(target), order, PostingBlock.MaxPositions, cancellationToken);
        return new PostingRuns(positions.Count == 0 ? [] : [[.. positions.Select(order.KeyOf)]], positions.Count < PostingBlock.MaxPositions);
    }
}
