using System.Globalization;
using System.Text;

namespace Pharos.Rego.Builtins;

/// <summary>Go's time layouts, which describe a format by how the reference time Mon Jan 2 15:04:05 MST 2006 looks in it.</summary>
internal static class GoLayout
{
    private static readonly string[] Elements =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "Z07:00:00", "Z07:00", "Z0700", "Z07", "-07:00:00", "-07:00", "-0700", "-07",
        "002", "01", "02", "03", "04", "05", "06", "15", "__2", "_2006", "_2", "PM", "pm", "1", "2", "3", "4", "5",
    ];

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];
    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;

    internal static string Named(string layout) => layout switch
    {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => "2006-01-02T15:04:05Z07:00",
        "RFC3339Nano" => "2006-01-02T15:04:05.999999999Z07:00",
        _ => layout,
    };

    internal static string Format(string layout, DateTime local, int subTickNanoseconds, TimeSpan offset, string zone)
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        foreach (string element in Split(layout))
        {
            int hour12 = local.Hour % 12 == 0 ? 12 : local.Hour % 12;
            text.Append(element switch
            {
                "January" => Months[local.Month - 1],
                "Jan" => Months[local.Month - 1][..3],
                "Monday" => Days[(int)local.DayOfWeek],
                "Mon" => Days[(int)local.DayOfWeek][..3],
                "MST" => zone,
                "2006" => local.Year.ToString("0000", culture),
                "_2006" => "_" + local.Year.ToString("0000", culture),
                "06" => (local.Year % 100).ToString("00", culture),
                "01" => local.Month.ToString("00", culture),
                "1" => local.Month.ToString(culture),
                "02" => local.Day.ToString("00", culture),
                "_2" => local.Day.ToString(culture).PadLeft(2),
                "2" => local.Day.ToString(culture),
                "002" => local.DayOfYear.ToString("000", culture),
                "__2" => local.DayOfYear.ToString(culture).PadLeft(3),
                "15" => local.Hour.ToString("00", culture),
                "03" => hour12.ToString("00", culture),
                "3" => hour12.ToString(culture),
                "04" => local.Minute.ToString("00", culture),
                "4" => local.Minute.ToString(culture),
                "05" => local.Second.ToString("00", culture),
                "5" => local.Second.ToString(culture),
                "PM" => local.Hour >= 12 ? "PM" : "AM",
                "pm" => local.Hour >= 12 ? "pm" : "am",
                _ when element[0] is 'Z' or '-' && Array.IndexOf(Elements, element) >= 0 => Offset(element, offset),
                _ when IsFraction(element) => Fraction(element, (local.Ticks % TimeSpan.TicksPerSecond * 100) + subTickNanoseconds),
                _ => element,
            });
        }

        return text.ToString();
    }

    /// <summary>Reads a time as nanoseconds since 1970; null when the text does not fit the layout or the range.</summary>
    internal static Int128? Parse(string layout, string value)
    {
        int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, dayOfYear = -1;
        long nanoseconds = 0;
        bool? afternoon = null;
        TimeSpan offset = TimeSpan.Zero;
        int at = 0;
        foreach (string element in Split(layout))
        {
            bool read = element switch
            {
                "January" => Name(value, ref at, Months, out month),
                "Jan" => Name(value, ref at, [.. Months.Select(static m => m[..3])], out month),
                "Monday" => Name(value, ref at, Days, out _),
                "Mon" => Name(value, ref at, [.. Days.Select(static d => d[..3])], out _),
                "MST" => Zone(value, ref at),
                "2006" => Digits(value, ref at, 4, 4, out year),
                "06" => Digits(value, ref at, 2, 2, out year) && (year += year >= 69 ? 1900 : 2000) > 0,
                "01" => Digits(value, ref at, 2, 2, out month),
                "1" => Digits(value, ref at, 1, 2, out month),
                "02" => Digits(value, ref at, 2, 2, out day),
                "_2" => (at < value.Length && value[at] == ' ' ? ++at > 0 : true) && Digits(value, ref at, 1, 2, out day),
                "2" => Digits(value, ref at, 1, 2, out day),
                "002" or "__2" => Digits(value, ref at, 3, 3, out dayOfYear),
                "15" => Digits(value, ref at, 2, 2, out hour),
                "03" => Digits(value, ref at, 2, 2, out hour),
                "3" => Digits(value, ref at, 1, 2, out hour),
                "04" => Digits(value, ref at, 2, 2, out minute),
                "4" => Digits(value, ref at, 1, 2, out minute),
                "05" => Digits(value, ref at, 2, 2, out second) && OptionalFraction(layout, value, ref at, ref nanoseconds),
                "5" => Digits(value, ref at, 1, 2, out second) && OptionalFraction(layout, value, ref at, ref nanoseconds),
                "PM" or "pm" => Half(value, ref at, element == "PM", out afternoon),
                _ when element[0] is 'Z' or '-' && Array.IndexOf(Elements, element) >= 0 => ReadOffset(element, value, ref at, out offset),
                _ when IsFraction(element) => ReadFraction(element, value, ref at, ref nanoseconds),
                _ => Same(element, value, ref at),
            };
            if (!read)
            {
                return null;
            }
        }

        if (afternoon is { } late && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (late ? 12 : 0);
        }

        bool valid = at == value.Length && year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour <= 23 && minute <= 59 && second <= 59 && dayOfYear is -1 or (>= 1 and <= 366);
        if (!valid)
        {
            return null;
        }

        DateTime date = dayOfYear > 0 ? new DateTime(year, 1, 1, hour, minute, second, DateTimeKind.Utc).AddDays(dayOfYear - 1) : new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return ((Int128)(date.Ticks - DateTime.UnixEpoch.Ticks - offset.Ticks) * 100) + nanoseconds;
    }

    private static List<string> Split(string layout)
    {
        var parts = new List<string>();
        int literal = 0;
        for (int at = 0; at < layout.Length;)
        {
            string? element = Element(layout, at);
            if (element is null)
            {
                at++;
                continue;
            }

            if (at > literal)
            {
                parts.Add(layout[literal..at]);
            }

            parts.Add(element);
            at += element.Length;
            literal = at;
        }

        if (literal < layout.Length)
        {
            parts.Add(layout[literal..]);
        }

        return parts;
    }

    private static string? Element(string layout, int at)
    {
        if (layout[at] is '.' or ',')
        {
            int end = at + 1;
            while (end < layout.Length && layout[end] == layout[at + 1] && layout[end] is '0' or '9' && layout[end] == layout[at + 1])
            {
                end++;
            }

            return end > at + 1 && (end == layout.Length || !char.IsAsciiDigit(layout[end])) ? layout[at..end] : null;
        }

        foreach (string element in Elements)
        {
            if (string.CompareOrdinal(layout, at, element, 0, element.Length) == 0
                && !(element is "Jan" or "Mon" && at + 3 < layout.Length && char.IsAsciiLetterLower(layout[at + 3])))
            {
                return element;
            }
        }

        return null;
    }

    private static bool IsFraction(string element) => element.Length > 1 && element[0] is '.' or ',' && element.AsSpan(1).IndexOfAnyExcept('0', '9') < 0;

    private static string Fraction(string element, long nanoseconds)
    {
        string digits = nanoseconds.ToString("000000000", CultureInfo.InvariantCulture)[..Math.Min(9, element.Length - 1)];
        digits = element[1] == '9' ? digits.TrimEnd('0') : digits;
        return digits.Length == 0 ? string.Empty : element[0] + digits;
    }

    private static string Offset(string element, TimeSpan offset)
    {
        if (element[0] == 'Z' && offset == TimeSpan.Zero)
        {
            return "Z";
        }

        string sign = offset < TimeSpan.Zero ? "-" : "+";
        TimeSpan size = offset.Duration();
        string format = element[1..] switch { "07" => "hh", "0700" => "hhmm", "07:00" => @"hh\:mm", _ => @"hh\:mm\:ss" };
        return sign + size.ToString(format, CultureInfo.InvariantCulture);
    }

    private static bool ReadOffset(string element, string value, ref int at, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (element[0] == 'Z' && at < value.Length && value[at] == 'Z')
        {
            at++;
            return true;
        }

        if (at >= value.Length || value[at] is not ('+' or '-'))
        {
            return false;
        }

        int sign = value[at++] == '-' ? -1 : 1;
        if (!Digits(value, ref at, 2, 2, out int hours))
        {
            return false;
        }

        int minutes = 0;
        bool colon = element.Contains(':', StringComparison.Ordinal);
        if (element.Length > 3 && ((colon && !Same(":", value, ref at)) || !Digits(value, ref at, 2, 2, out minutes)))
        {
            return false;
        }

        int seconds = 0;
        if (element.Length > 6 && (!Same(":", value, ref at) || !Digits(value, ref at, 2, 2, out seconds)))
        {
            return false;
        }

        offset = sign * new TimeSpan(hours, minutes, seconds);
        return hours <= 24 && minutes < 60;
    }

    private static bool Digits(string value, ref int at, int least, int most, out int number)
    {
        int start = at;
        number = 0;
        while (at < value.Length && at - start < most && char.IsAsciiDigit(value[at]))
        {
            number = (number * 10) + value[at++] - '0';
        }

        return at - start >= least;
    }

    private static bool Name(string value, ref int at, string[] names, out int number)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (string.Compare(value, at, names[i], 0, names[i].Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += names[i].Length;
                number = i + 1;
                return true;
            }
        }

        number = 0;
        return false;
    }

    private static bool Zone(string value, ref int at)
    {
        int start = at;
        while (at < value.Length && at - start < 5 && char.IsAsciiLetterUpper(value[at]))
        {
            at++;
        }

        return at - start >= 3;
    }

    private static bool Half(string value, ref int at, bool upper, out bool? afternoon)
    {
        string two = at + 2 <= value.Length ? value.Substring(at, 2) : string.Empty;
        at += two.Length;
        afternoon = two == (upper ? "PM" : "pm");
        return afternoon == true || two == (upper ? "AM" : "am");
    }

    // Go reads a fraction of seconds even where the layout has none.
    private static bool OptionalFraction(string layout, string value, ref int at, ref long nanoseconds)
    {
        bool declared = layout.Contains("5.0", StringComparison.Ordinal) || layout.Contains("5.9", StringComparison.Ordinal) || layout.Contains("5,", StringComparison.Ordinal);
        if (declared || at + 1 >= value.Length || value[at] is not ('.' or ',') || !char.IsAsciiDigit(value[at + 1]))
        {
            return true;
        }

        return ReadFraction(".9", value, ref at, ref nanoseconds);
    }

    private static bool ReadFraction(string element, string value, ref int at, ref long nanoseconds)
    {
        bool optional = element[1] == '9';
        if (at + 1 >= value.Length || value[at] is not ('.' or ',') || !char.IsAsciiDigit(value[at + 1]))
        {
            return optional;
        }

        int start = ++at;
        while (at < value.Length && char.IsAsciiDigit(value[at]) && (optional || at - start < element.Length - 1))
        {
            at++;
        }

        string digits = value[start..at];
        nanoseconds = long.Parse((digits.Length > 9 ? digits[..9] : digits).PadRight(9, '0'), CultureInfo.InvariantCulture);
        return optional || digits.Length == element.Length - 1;
    }

    private static bool Same(string literal, string value, ref int at)
    {
        bool same = string.CompareOrdinal(value, at, literal, 0, literal.Length) == 0;
        at += literal.Length;
        return same;
    }
}
