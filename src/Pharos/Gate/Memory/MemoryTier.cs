using System.Collections.Concurrent;

namespace Pharos.Gate.Memory;

/// <summary>
/// Remembers allow and deny by content. Bounded by two generations: when the young one is full it becomes the old one and the former old one is dropped; a hit in the
/// old one moves up. That keeps what is used, costs one dictionary look-up, and needs no list to be locked on a read.
/// Safe for use by many threads.
/// </summary>
public sealed class MemoryTier
{
    private readonly int _generationCapacity;
    private readonly Lock _turning = new();
    private volatile Generations _generations = new([], []);
    private long _hits;
    private long _misses;

    /// <param name="capacity">Most remembered decisions, at least 2.</param>
    public MemoryTier(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _generationCapacity = capacity / 2;
    }

    /// <summary>Answers given from memory since the start.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Look-ups that found nothing usable.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>Decisions held now.</summary>
    public int Count => _generations.Young.Count + _generations.Old.Count;

    /// <summary>Finds a decision that is young enough and whose disk still looks the same.</summary>
    /// <param name="key">The question.</param>
    /// <param name="files">The disk as it is now.</param>
    /// <param name="now">The time.</param>
    public RememberedDecision? Find(MemoryKey key, Shell.Effects.IFileView files, DateTimeOffset now)
    {
        var generations = _generations;
        var isOld = false;
        if (!generations.Young.TryGetValue(key, out var found))
        {
            isOld = generations.Old.TryGetValue(key, out found);
        }

        if (found is null || found.ExpiresAt <= now || !found.Fingerprint.Matches(files))
        {
            Interlocked.Increment(ref _misses);
            return null;
        }

        if (isOld)
        {
            Store(key, found);
        }

        Interlocked.Increment(ref _hits);
        return found;
    }

    /// <summary>Remembers a decision; an older one of the same key is replaced.</summary>
    public void Store(MemoryKey key, RememberedDecision decision)
    {
        var generations = _generations;
        generations.Young[key] = decision;
        if (generations.Young.Count < _generationCapacity)
        {
            return;
        }

        lock (_turning)
        {
            if (ReferenceEquals(_generations, generations))
            {
                _generations = new Generations([], generations.Young);
            }
        }
    }

    private sealed record Generations(ConcurrentDictionary<MemoryKey, RememberedDecision> Young, ConcurrentDictionary<MemoryKey, RememberedDecision> Old);
}
