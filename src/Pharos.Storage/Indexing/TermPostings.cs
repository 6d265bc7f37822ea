using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>The posting list of one term.</summary>
internal sealed class TermPostings(IIndexSnapshot index, long term, ReadingOrder order) : IPostingReader
{
    public async ValueTask<PostingRuns> ReadAsync(long target, int most, CancellationToken cancellationToken)
    {
        var blocks = await index.BlocksAsync(term, order.PositionOf(target), order, most, cancellationToken);
        return new PostingRuns([.. blocks.Select(order.KeysOf)], blocks.Count < most);
    }
}
