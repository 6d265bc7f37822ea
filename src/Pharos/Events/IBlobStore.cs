namespace Pharos.Events;

/// <summary>
/// Large parts of payloads, kept by the SHA-256 of their bytes. A blob lives as long as an event names it; one that no event names is removed by a sweep.
/// Safe for use by many threads; failures of the environment throw <see cref="EventLogUnavailableException"/>.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores bytes and answers when they are durable. Storing the same bytes again is cheap.</summary>
    /// <param name="content">1 to <see cref="EventLimits.BlobBytes"/> bytes.</param>
    /// <param name="cancellationToken">Gives up; what was stored is swept later.</param>
    ValueTask<Digest> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The bytes, compared with their digest; null when there is no such blob. Bytes that do not fit throw <c>blob.corrupt</c>.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(Digest digest, CancellationToken cancellationToken = default);

    /// <summary>How many events name a blob.</summary>
    ValueTask<long> ReferencesAsync(Digest digest, CancellationToken cancellationToken = default);

    /// <summary>Every blob that an event names, with the first event that does, in the order of digests.</summary>
    IAsyncEnumerable<(Digest Digest, Position First)> ReferencedAsync(CancellationToken cancellationToken = default);

    /// <summary>The blobs that an event names.</summary>
    ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken = default);

    /// <summary>Removes the blobs that no event names and that are older than an age, so that none is removed between its storing and its append.</summary>
    /// <returns>How many were removed.</returns>
    ValueTask<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken = default);
}
