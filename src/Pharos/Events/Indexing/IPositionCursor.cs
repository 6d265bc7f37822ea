namespace Pharos.Events.Indexing;

/// <summary>A sorted set of keys that is walked in one direction only. For one thread at a time.</summary>
public interface IPositionCursor
{
    /// <summary>Seeks among what is in memory.</summary>
    /// <param name="target">Never lower than at the call before.</param>
    /// <param name="found">The lowest key at or above the target, or null when there is none.</param>
    /// <returns>False when more must be read first, by <see cref="SeekAsync"/>.</returns>
    bool TrySeek(long target, out long? found);

    /// <summary>The lowest key at or above the target, or null when there is none.</summary>
    /// <exception cref="IndexDamagedException">The index holds what no indexer wrote.</exception>
    ValueTask<long?> SeekAsync(long target, CancellationToken cancellationToken);
}
