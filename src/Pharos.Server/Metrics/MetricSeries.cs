namespace Pharos.Server.Metrics;

/// <summary>One line, or one histogram, of an instrument: the measurements that carry the same labels.</summary>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _value;
    private long _count;

    /// <summary>The labels as they stand between the braces, escaped.</summary>
    public string Labels { get; } = labels;

    /// <summary>Adds to a counter, or counts a value into the histogram's buckets.</summary>
    public void Record(double value)
    {
        lock (_lock)
        {
            _value += value;
            _count++;
            if (_buckets is not null)
            {
                var index = Array.BinarySearch(bounds!, value);
                _buckets[index < 0 ? ~index : index]++;
            }
        }
    }

    /// <summary>Replaces the value: gauges, and counters that are observed as totals.</summary>
    public void Set(double value)
    {
        lock (_lock)
        {
            _value = value;
        }
    }

    /// <summary>A consistent copy: sum or value, count, and the buckets' own counts.</summary>
    public (double Value, long Count, long[]? Buckets) Read()
    {
        lock (_lock)
        {
            return (_value, _count, _buckets is null ? null : [.. _buckets]);
        }
    }
}
