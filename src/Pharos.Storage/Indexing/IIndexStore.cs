using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>
/// Where an engine keeps its index. One indexer writes; snapshots may be read by many at the same time. Damage throws <see cref="IndexDamagedException"/>, a failure of
/// the environment <see cref="EventLogUnavailableException"/>.
/// </summary>
internal interface IIndexStore : IAsyncDisposable
{
    /// <summary>Opens or creates the index and says how far it has come.</summary>
    ValueTask<IndexMark> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Throws everything away; the next is <see cref="OpenAsync"/>. Waits for those who read.</summary>
    ValueTask DiscardAsync(CancellationToken cancellationToken);

    /// <summary>The numbers of terms, in their order; 0 for a term that has none.</summary>
    ValueTask<IReadOnlyList<long>> TermsAsync(IReadOnlyList<Term> terms, CancellationToken cancellationToken);

    /// <summary>The newest block of each term, in their order; null for a term that has none.</summary>
    ValueTask<IReadOnlyList<PostingBlock?>> LastBlocksAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken);

    /// <summary>The zone that begins at a position, or null.</summary>
    ValueTask<Zone?> ZoneAsync(long first, CancellationToken cancellationToken);

    /// <summary>Writes a change in one transaction, if the index still stands at a mark; false when another indexer has written.</summary>
    ValueTask<bool> WriteAsync(IndexMark expected, IndexChange change, CancellationToken cancellationToken);

    /// <summary>Begins to read what has been written; it does not change until it is disposed.</summary>
    ValueTask<IIndexSnapshot> ReadAsync(CancellationToken cancellationToken);
}
