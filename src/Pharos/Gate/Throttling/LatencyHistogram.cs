using System.Numerics;

namespace Pharos.Gate.Throttling;

/// <summary>Counts times in buckets that grow with them: four for each doubling, so that a percentile is right to a fifth. Not safe for use by many threads.</summary>
internal sealed class LatencyHistogram
{
    private const int PerDoubling = 4;

    private readonly int[] _counts = new int[PerDoubling * 40];

    public int Count { get; private set; }

    public void Add(TimeSpan time)
    {
        _counts[BucketOf((ulong)Math.Max(0, time.TotalMicroseconds))]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The upper edge of the bucket that holds this share of the times; zero when there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        var wanted = (int)Math.Ceiling(Count * share);
        for (var (i, seen) = (0, 0); i < _counts.Length && wanted > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return TimeSpan.FromMicroseconds(EdgeOf(i));
            }
        }

        return TimeSpan.Zero;
    }

    private int BucketOf(ulong microseconds)
    {
        if (microseconds < PerDoubling)
        {
            return (int)microseconds;
        }

        var doubling = BitOperations.Log2(microseconds);
        return Math.Min(((doubling - 1) * PerDoubling) + (int)((microseconds >> (doubling - 2)) & (PerDoubling - 1)), _counts.Length - 1);
    }

    private static double EdgeOf(int bucket)
    {
        if (bucket < PerDoubling)
        {
            return bucket + 1;
        }

        var doubling = (bucket / PerDoubling) + 1;
        return Math.Pow(2, doubling) * (1 + ((bucket % PerDoubling) + 1.0) / PerDoubling);
    }
}
