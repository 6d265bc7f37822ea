namespace Pharos.Health;

/// <summary>
/// Says when a disk will be full. The speed is the median of the slopes between samples that stand a quarter of the window apart (Theil's incomplete method with a shorter reach):
/// a file that appears or is deleted bends fewer than half of those slopes, however large it is, and growth in regular steps still shows. Not safe for use by many threads.
/// </summary>
public sealed class DiskForecast
{
    /// <summary>Most samples kept: six hours at one a minute.</summary>
    public const int MaximumSamples = 360;

    /// <summary>Time that the samples must span before anything is said.</summary>
    public static readonly TimeSpan LeastSpan = TimeSpan.FromMinutes(10);

    // Fewer would make a median of a handful of slopes.
    private const int LeastSamples = 6;

    // Less than this is the noise of a file system that holds still: a megabyte an hour fills a gigabyte in six weeks.
    private const double StillBytesPerHour = 1024 * 1024;

    private readonly long _fullBytes;
    private readonly Queue<DiskSample> _samples = new(MaximumSamples);
    private DiskSample _newest;

    /// <param name="fullBytes">Free bytes at which the disk counts as full.</param>
    public DiskForecast(long fullBytes) => _fullBytes = fullBytes;

    /// <summary>Takes a sample; one that is not younger than the newest is passed over.</summary>
    public void Add(DiskSample sample)
    {
        if (_samples.Count > 0 && sample.At <= _newest.At)
        {
            return;
        }

        if (_samples.Count == MaximumSamples)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue(sample);
        _newest = sample;
    }

    /// <summary>The outlook after the newest sample; null before the first.</summary>
    /// <param name="expectedBytesPerHour">How fast the log is known to grow, for as long as there are too few samples; null when that is not known either.</param>
    public DiskOutlook? Outlook(double? expectedBytesPerHour = null)
    {
        if (_samples.Count == 0)
        {
            return null;
        }

        var speed = Speed() ?? expectedBytesPerHour;
        var room = Math.Max(0, _newest.FreeBytes - _fullBytes);
        double? hours = speed is null ? null : room == 0 ? 0 : speed < StillBytesPerHour ? double.PositiveInfinity : room / speed;
        return new DiskOutlook(_newest.FreeBytes, speed, hours);
    }

    private double? Speed()
    {
        var samples = _samples.ToArray();
        if (samples.Length < LeastSamples || samples[^1].At - samples[0].At < LeastSpan)
        {
            return null;
        }

        var reach = samples.Length / 4;
        var slopes = new double[samples.Length - reach];
        for (var i = 0; i < slopes.Length; i++)
        {
            slopes[i] = (samples[i].FreeBytes - (double)samples[i + reach].FreeBytes) / (samples[i + reach].At - samples[i].At).TotalHours;
        }

        Array.Sort(slopes);
        return (slopes[(slopes.Length - 1) / 2] + slopes[slopes.Length / 2]) / 2;
    }
}
