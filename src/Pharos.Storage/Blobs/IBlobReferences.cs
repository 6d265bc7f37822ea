using Pharos.Events;

namespace Pharos.Storage.Blobs;

/// <summary>Asks a database which blobs its events name. Safe for use by many threads; failures throw <see cref="EventLogUnavailableException"/>.</summary>
internal interface IBlobReferences
{
    /// <summary>How many events name a blob.</summary>
    ValueTask<long> CountAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> blobs that events name, with the first event that does, in the order of digests behind one; null begins.</summary>
    ValueTask<IReadOnlyList<(Digest Digest, Position First)>> PageAsync(Digest? after, int limit, CancellationToken cancellationToken);

    /// <summary>The blobs that the event at a position names, in the order of digests.</summary>
    ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken);
}
