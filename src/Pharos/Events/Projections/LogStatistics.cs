namespace Pharos.Events.Projections;

/// <summary>What the log is made of: events by type, day and agent, times and bytes. Bounded whatever is appended.</summary>
public sealed class LogStatistics
{
    /// <summary>Most types, and most agents, that are counted exactly.</summary>
    public const int MaximumNames = 256;

    /// <summary>Most days kept; older ones are counted in the totals only.</summary>
    public const int MaximumDays = 730;

    /// <summary>Events in all.</summary>
    public long Events { get; internal set; }

    /// <summary>Bytes of their payloads as they were when they were counted; what was removed later is still in it.</summary>
    public long PayloadBytes { get; internal set; }

    /// <summary>The earliest time an event carries; null without events. Clocks step, so it need not be the first event's.</summary>
    public DateTimeOffset? First { get; internal set; }

    /// <summary>The latest time an event carries.</summary>
    public DateTimeOffset? Last { get; internal set; }

    /// <summary>By type.</summary>
    public Tally Types { get; internal set; } = new(MaximumNames);

    /// <summary>By agent; events about no agent are not in it.</summary>
    public Tally Agents { get; internal set; } = new(MaximumNames);

    /// <summary>By day in UTC, oldest first.</summary>
    public IReadOnlyDictionary<DateOnly, (long Events, long PayloadBytes)> Days => Daily;

    internal SortedDictionary<DateOnly, (long Events, long PayloadBytes)> Daily { get; } = [];

    /// <summary>Payload bytes an hour over the last full days and the one that runs, up to a week back; null with less than an hour to judge by.</summary>
    /// <param name="now">The time.</param>
    public double? PayloadBytesPerHour(DateTimeOffset now)
    {
        var from = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-6);
        var start = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var hours = (now - (First is { } first && first > start ? first : start)).TotalHours;
        return First is null || hours < 1 ? null : Daily.Where(day => day.Key >= from).Sum(day => day.Value.PayloadBytes) / hours;
    }
}
