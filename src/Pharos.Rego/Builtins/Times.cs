using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Times as nanoseconds since 1970, in any zone of the machine's zone database.</summary>
internal static class Times
{
    private const long NanosecondsPerTick = 100;

    internal static IEnumerable<Builtin> All =>
    [
        new("time.now_ns", 0, true, Now),
        new("time.parse_rfc3339_ns", 1, false, static (c, a) => c.Text(a, 1, out string s) ? Parsed(c, GoLayout.Named("RFC3339"), s) : null),
        new("time.parse_ns", 2, false, static (c, a) => c.Text(a, 1, out string layout) && c.Text(a, 2, out string s) ? Parsed(c, GoLayout.Named(layout), s) : null),
        new("time.parse_duration_ns", 1, false, ParseDuration),
        new("time.date", 1, false, static (c, a) => Read(c, a[0]) is { } t ? Numbers(t.Local.Year, t.Local.Month, t.Local.Day) : null),
        new("time.clock", 1, false, static (c, a) => Read(c, a[0]) is { } t ? Numbers(t.Local.Hour, t.Local.Minute, t.Local.Second) : null),
        new("time.weekday", 1, false, static (c, a) => Read(c, a[0]) is { } t ? RegoString.Of(t.Local.DayOfWeek.ToString()) : null),
        new("time.format", 1, false, static (c, a) => Read(c, a[0]) is { } t ? RegoString.Of(GoLayout.Format(t.Layout, t.Local, t.SubTick, t.Offset, ZoneName(t))) : null),
        new("time.add_date", 4, false, AddDate),
        new("time.diff", 2, false, Difference),
    ];

    private static RegoValue? Now(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        context.MarkNondeterministic();
        return RegoNumber.Of(context.NowNanoseconds);
    }

    private static RegoValue? Parsed(BuiltinContext context, string layout, string value)
    {
        if (GoLayout.Parse(layout, value) is not { } nanoseconds)
        {
            return context.Failure($"parsing time \"{value}\" as \"{layout}\": cannot parse");
        }

        return Ranged(context, nanoseconds);
    }

    private static RegoValue? Ranged(BuiltinContext context, Int128 nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? RegoNumber.Of((long)nanoseconds) : context.Failure("time outside of valid range");

    private static RegoArray Numbers(params ReadOnlySpan<int> numbers)
    {
        var items = new RegoValue[numbers.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = RegoNumber.Of(numbers[i]);
        }

        return RegoArray.Adopt(items);
    }

    private static Moment? Read(BuiltinContext context, RegoValue argument)
    {
        RegoValue number = argument;
        string zone = string.Empty;
        string layout = string.Empty;
        if (argument is RegoArray { Count: > 0 } array)
        {
            number = array[0];
            for (int i = 1; i < Math.Min(3, array.Count); i++)
            {
                if (array[i] is not RegoString text)
                {
                    context.WrongType(1, array[i], "string");
                    return null;
                }

                (zone, layout) = i == 1 ? (text.Value, layout) : (zone, text.Value);
            }
        }
        else if (argument is not RegoNumber)
        {
            context.WrongType(1, argument, "either number (ns) or [number (ns), string (tz)]");
            return null;
        }

        if (number is not RegoNumber value)
        {
            context.WrongType(1, number, "number");
            return null;
        }

        if (!value.TryGetIndex(out long nanoseconds))
        {
            context.Failure("timestamp too big");
            return null;
        }

        TimeZoneInfo? info = TimeZoneInfo.Utc;
        if (zone is not ("" or "UTC") && !TimeZoneInfo.TryFindSystemTimeZoneById(zone == "Local" ? TimeZoneInfo.Local.Id : zone, out info))
        {
            context.Failure("unknown time zone " + zone);
            return null;
        }

        long ticks = Math.DivRem(nanoseconds, NanosecondsPerTick, out long rest);
        ticks -= rest < 0 ? 1 : 0;
        var utc = new DateTime(DateTime.UnixEpoch.Ticks + ticks, DateTimeKind.Utc);
        TimeSpan offset = info!.GetUtcOffset(utc);
        return new Moment(nanoseconds, utc + offset, (int)(rest < 0 ? rest + NanosecondsPerTick : rest), offset, info, GoLayout.Named(layout.Length == 0 ? "RFC3339Nano" : layout));
    }

    private static RegoValue? AddDate(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (Read(context, arguments[0]) is not { } start || !context.Integer(arguments, 2, out long years)
            || !context.Integer(arguments, 3, out long months) || !context.Integer(arguments, 4, out long days))
        {
            return null;
        }

        // The day may overflow the month, as in Go: January 31 and a month is March 2 or 3.
        Int128 month = ((Int128)start.Local.Year + years) * 12 + start.Local.Month - 1 + months;
        if (month < 12 || month >= 9999 * 12 || Math.Abs((double)days) > 4_000_000)
        {
            return context.Failure("time outside of valid range");
        }

        DateTime first = new((int)(month / 12), (int)(month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        double shift = start.Local.Day - 1 + days;
        if (shift > (DateTime.MaxValue - first).TotalDays - 2 || shift < (DateTime.MinValue - first).TotalDays + 2)
        {
            return context.Failure("time outside of valid range");
        }

        DateTime local = DateTime.SpecifyKind(first.AddDays(shift) + start.Local.TimeOfDay, DateTimeKind.Unspecified);
        TimeSpan offset = start.Zone.GetUtcOffset(local);
        return Ranged(context, ((Int128)(local - offset - DateTime.UnixEpoch).Ticks * NanosecondsPerTick) + start.SubTick);
    }

    private static RegoValue? Difference(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (Read(context, arguments[0]) is not { } left || Read(context, arguments[1]) is not { } right)
        {
            return null;
        }

        DateTime rightLocal = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(right.Local - right.Offset, DateTimeKind.Utc), left.Zone);
        (DateTime early, DateTime late) = left.Nanoseconds <= right.Nanoseconds ? (left.Local, rightLocal) : (rightLocal, left.Local);
        ReadOnlySpan<int> limits = [0, 12, DateTime.DaysInMonth(early.Year, early.Month), 24, 60, 60];
        Span<int> parts =
        [
            late.Year - early.Year, late.Month - early.Month, late.Day - early.Day,
            late.Hour - early.Hour, late.Minute - early.Minute, late.Second - early.Second,
        ];
        for (int i = 5; i > 0; i--)
        {
            if (parts[i] < 0)
            {
                parts[i] += limits[i];
                parts[i - 1]--;
            }
        }

        return Numbers(parts);
    }

    private static string ZoneName(Moment moment)
    {
        if (moment.Zone.Equals(TimeZoneInfo.Utc))
        {
            return "UTC";
        }

        string name = moment.Zone.IsDaylightSavingTime(DateTime.SpecifyKind(moment.Local - moment.Offset, DateTimeKind.Utc)) ? moment.Zone.DaylightName : moment.Zone.StandardName;
        return name.Length is > 0 and <= 5 ? name : moment.Offset.ToString((moment.Offset < TimeSpan.Zero ? "'-'" : "'+'") + "hh", CultureInfo.InvariantCulture);
    }

    private static RegoValue? ParseDuration(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        !context.Text(arguments, 1, out string text) ? null
        : Duration(text) is { } nanoseconds ? RegoNumber.Of(nanoseconds)
        : context.Failure($"time: invalid duration \"{text}\"");

    /// <summary>The nanoseconds of a duration such as 1h30m, or null.</summary>
    internal static long? Duration(string text)
    {
        int at = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        if (text[at..] == "0")
        {
            return 0;
        }

        decimal total = 0;
        bool any = false;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            int unit = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] != '.')
            {
                at++;
            }

            decimal? factor = text[unit..at] switch
            {
                "ns" => 1, "us" or "µs" or "μs" => 1_000, "ms" => 1_000_000, "s" => 1_000_000_000, "m" => 60_000_000_000, "h" => 3_600_000_000_000,
                "d" => 86_400_000_000_000, "w" => 604_800_000_000_000, "y" => 31_536_000_000_000_000, _ => null,
            };
            if (factor is null || unit - start is 0 or > 20 || !decimal.TryParse(text.AsSpan(start, unit - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
                || amount > long.MaxValue / factor)
            {
                return null;
            }

            total += amount * factor.Value;
            any = true;
        }

        return any && total <= long.MaxValue ? (long)(text.StartsWith('-') ? -total : total) : null;
    }

    private sealed record Moment(long Nanoseconds, DateTime Local, int SubTick, TimeSpan Offset, TimeZoneInfo Zone, string Layout);
}
