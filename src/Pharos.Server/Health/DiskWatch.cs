using Microsoft.Extensions.Logging;
using Pharos.Health;
using Pharos.Server.Configuration;
using Pharos.Server.Logging;

namespace Pharos.Server.Health;

/// <summary>
/// Looks at the data folder's disk every minute: whether it can be written, what is free, and when it will be full. Warns once when that is less than a day away and once more
/// below four hours.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="growth">How fast the log is known to grow, in bytes an hour, until the disk itself has been watched for long enough; null when unknown.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Hears the warnings.</param>
internal sealed class DiskWatch(DataFolder data, Func<double?> growth, TimeProvider clock, ILogger<DiskWatch> logger)
{
    /// <summary>Free bytes below which the disk counts as full.</summary>
    public const long FullBytes = 16L * 1024 * 1024;

    /// <summary>How often the disk is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    // While the folder cannot be written somebody waits to see that it can again.
    private static readonly TimeSpan EveryWhileFailing = TimeSpan.FromSeconds(5);

    private readonly DiskForecast _forecast = new(FullBytes);
    private readonly DiskAlarm _alarm = new();
    private readonly long _begun = clock.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan? _sampled;
    private DiskLook? _look;
    private DiskOutlook? _outlook;

    /// <summary>What was seen last, what that means and how urgent it is; nulls before the first look.</summary>
    public (DiskLook? Look, DiskOutlook? Outlook, DiskUrgency Urgency) Current
    {
        get
        {
            lock (_gate)
            {
                return (_look, _outlook, _alarm.Urgency);
            }
        }
    }

    /// <summary>Free bytes at this moment.</summary>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public long FreeBytes => new DriveInfo(data.Root).AvailableFreeSpace;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await LookAsync(stopping);
            timer.Period = Current.Look?.Problem is null ? Every : EveryWhileFailing;
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var problem = await TryWriteAsync(cancellationToken);
        DiskLook look;
        try
        {
            look = new DiskLook(FreeBytes, SizeOf(data.Log), SizeOf(data.Log + "-wal"), problem);
        }
        catch (IOException unanswered)
        {
            look = new DiskLook(0, null, null, unanswered.Message);
        }

        Take(look);
    }

    /// <summary>Takes what was seen.</summary>
    internal void Take(DiskLook look)
    {
        bool changed;
        DiskOutlook? outlook;
        DiskUrgency urgency;
        lock (_gate)
        {
            _look = look;
            var at = clock.GetElapsedTime(_begun);
            if (_sampled is { } last && at - last < Every * 0.9)
            {
                return;
            }

            _sampled = at;
            _forecast.Add(new DiskSample(at, look.FreeBytes));
            outlook = _outlook = _forecast.Outlook(growth());
            changed = _alarm.Take(outlook?.HoursToFull);
            urgency = _alarm.Urgency;
        }

        HealthMetrics.Seen(look, outlook);
        if (changed && urgency != DiskUrgency.None)
        {
            logger.DiskFilling(Math.Round(outlook?.HoursToFull ?? 0, 1), look.FreeBytes, Math.Round(outlook?.BytesPerHour ?? 0));
        }
        else if (changed)
        {
            logger.DiskCalm(look.FreeBytes);
        }
    }

    private async Task<string?> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var probe = Path.Combine(data.Root, ".health");
            await File.WriteAllTextAsync(probe, "written by the health check\n", cancellationToken);
            File.Delete(probe);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }

    private static long? SizeOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : null;
    }
}
