using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>An index as it was at one moment. For one thread at a time.</summary>
internal interface IIndexSnapshot : IAsyncDisposable
{
    /// <summary>The newest event it holds.</summary>
    Position Position { get; }

    /// <summary>The number of a term; 0 when no event has it.</summary>
    ValueTask<long> TermAsync(Term term, CancellationToken cancellationToken);

    /// <summary>
    /// Blocks of a posting list, in the order of reading. Upward: from the last that begins at or below a position, else the first of all. Downward: from the last that
    /// begins at or below it.
    /// </summary>
    /// <param name="term">The list.</param>
    /// <param name="from">A position.</param>
    /// <param name="order">The direction.</param>
    /// <param name="most">Most blocks, at least 2.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    ValueTask<IReadOnlyList<PostingBlock>> BlocksAsync(long term, long from, ReadingOrder order, int most, CancellationToken cancellationToken);

    /// <summary>Positions of a correlation in the order of reading, from a position on.</summary>
    ValueTask<IReadOnlyList<long>> CorrelatedAsync(Guid correlation, long from, ReadingOrder order, int most, CancellationToken cancellationToken);

    /// <summary>Zones that may hold a time of a span (microseconds, both ends included), in the order of reading, from the one that holds a position on.</summary>
    ValueTask<IReadOnlyList<Zone>> ZonesAsync(long fromAt, long toAt, long from, ReadingOrder order, int most, CancellationToken cancellationToken);
}
