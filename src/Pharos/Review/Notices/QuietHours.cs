using System.Globalization;

namespace Pharos.Review.Notices;

/// <summary>The hours of each day in which somebody is told of high risks only, by the wall clock of a place.</summary>
/// <param name="From">When they begin.</param>
/// <param name="To">When they end; before <paramref name="From"/> it is the next day.</param>
/// <param name="Zone">The place.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>How they are written.</summary>
    public const string Form = "hours and a time zone such as 22:00-07:00 Europe/Berlin";

    /// <summary>Reads the written form; null for anything else.</summary>
    public static QuietHours? Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var hours, var place]
        && hours.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
        && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
        && start != end
        && TimeZoneInfo.TryFindSystemTimeZoneById(place, out var zone)
            ? new QuietHours(start, end, zone)
            : null;

    /// <summary>When the quiet hours around a moment end; null when it is in none.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        if (!time.IsBetween(From, To))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local);
        var end = (time < To ? day : day.AddDays(1)).ToDateTime(To);

        // The clocks may jump over the moment at which they end; they end at the jump then.
        while (Zone.IsInvalidTime(end))
        {
            end = end.AddMinutes(1);
        }

        var utc = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(end, Zone), TimeSpan.Zero);
        return utc > now ? utc : null;
    }
}
