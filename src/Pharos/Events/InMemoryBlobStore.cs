using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Pharos.Events;

/// <summary>Blobs that are gone with the process.</summary>
internal sealed class InMemoryBlobStore(InMemoryEventLog log, TimeProvider clock) : IBlobStore
{
    private readonly ConcurrentDictionary<Digest, (ReadOnlyMemory<byte> Content, DateTimeOffset At)> _blobs = new();

    /// <inheritdoc/>
    public ValueTask<Digest> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, EventLimits.BlobBytes);
        var digest = Digest.Of(content.Span);
        _blobs[digest] = (content.ToArray(), clock.GetUtcNow());
        return new ValueTask<Digest>(digest);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Digest digest, CancellationToken cancellationToken = default) =>
        new(_blobs.TryGetValue(digest, out var blob) ? blob.Content : default(ReadOnlyMemory<byte>?));

    /// <inheritdoc/>
    public ValueTask<long> ReferencesAsync(Digest digest, CancellationToken cancellationToken = default) =>
        new(log.Blobs().FirstOrDefault(blob => blob.Digest == digest).Count);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(Digest Digest, Position First)> ReferencedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var (digest, first, _) in log.Blobs())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return (digest, first);
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken = default) => new(log.BlobsNamedBy(position));

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken = default)
    {
        var named = log.Blobs().Select(blob => blob.Digest).ToHashSet();
        var before = clock.GetUtcNow() - olderThan;
        return new ValueTask<int>(_blobs.Count(blob => blob.Value.At < before && !named.Contains(blob.Key) && _blobs.TryRemove(blob)));
    }
}
