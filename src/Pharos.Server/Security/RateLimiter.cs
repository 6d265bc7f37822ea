using System.Collections.Concurrent;
using Pharos.Agents;

namespace Pharos.Server.Security;

/// <summary>
/// A token bucket for every token: a minute's worth may be spent at once and flows back evenly. One loud agent cannot take the others' turn, and the number of
/// buckets is bounded by dropping full ones, which say nothing.
/// </summary>
internal sealed class RateLimiter(IReadOnlyDictionary<Role, int> perMinute, TimeProvider clock)
{
    /// <summary>Buckets kept before full ones are dropped.</summary>
    public const int MaximumBuckets = 20_000;

    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();

    /// <summary>Takes a number of requests from a token's bucket.</summary>
    /// <returns>Null when there were enough; else the time after which there will be.</returns>
    public TimeSpan? Take(Guid tokenId, Role role, int requests)
    {
        var rate = perMinute.GetValueOrDefault(role);
        if (rate == 0)
        {
            return null;
        }

        if (_buckets.Count >= MaximumBuckets)
        {
            DropFull(rate);
        }

        var now = clock.GetTimestamp();
        return _buckets.GetOrAdd(tokenId, static (_, start) => new Bucket(start.rate, start.now), (rate, now)).Take(rate, requests, now, clock);
    }

    private void DropFull(int rate)
    {
        var now = clock.GetTimestamp();
        foreach (var (id, bucket) in _buckets)
        {
            if (bucket.IsFull(rate, now, clock))
            {
                _buckets.TryRemove(id, out _);
            }
        }
    }

    private sealed class Bucket(int rate, long now)
    {
        private readonly Lock _lock = new();
        private double _level = rate;
        private long _at = now;

        public TimeSpan? Take(int rate, int requests, long now, TimeProvider clock)
        {
            lock (_lock)
            {
                Fill(rate, now, clock);

                // A batch larger than a whole minute's worth could never pass; it waits for a full bucket and empties it.
                var needed = Math.Min(requests, rate);
                if (_level >= needed)
                {
                    _level -= needed;
                    return null;
                }

                return TimeSpan.FromMinutes((needed - _level) / rate);
            }
        }

        public bool IsFull(int rate, long now, TimeProvider clock)
        {
            lock (_lock)
            {
                Fill(rate, now, clock);
                return _level >= rate;
            }
        }

        private void Fill(int rate, long now, TimeProvider clock)
        {
            var elapsed = clock.GetElapsedTime(_at, now);
            if (elapsed > TimeSpan.Zero)
            {
                _level = Math.Min(rate, _level + (elapsed.TotalMinutes * rate));
                _at = now;
            }
        }
    }
}
