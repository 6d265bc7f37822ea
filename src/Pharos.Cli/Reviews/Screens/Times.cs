using System.Globalization;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>Says how far off a time is, in five columns at most.</summary>
internal static class Times
{
    /// <summary><c>12s</c>, <c>4m</c>, <c>3h</c>, <c>2d</c>; with a minus when it is past.</summary>
    public static string Until(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } then)
        {
            return "";
        }

        var left = then - now;
        var sign = left < TimeSpan.Zero ? "-" : "";
        var size = left.Duration();
        var text = size.TotalSeconds < 60 ? $"{(int)size.TotalSeconds}s"
            : size.TotalMinutes < 60 ? $"{(int)size.TotalMinutes}m"
            : size.TotalHours < 48 ? $"{(int)size.TotalHours}h"
            : $"{Math.Min((int)size.TotalDays, 999)}d";
        return sign + text;
    }

    /// <summary>A time for people, as this machine counts.</summary>
    public static string Clock(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
