using System.Globalization;

namespace Pharos.Server.Configuration;

/// <summary>Durations as people write them: a whole number and one of <c>ms s m h d</c>.</summary>
public static class Duration
{
    /// <summary>What a duration looks like, for messages.</summary>
    public const string Form = "a number with a unit, such as 500ms, 30s, 10m, 12h or 30d";

    /// <summary>Reads a duration; false for anything else, negative numbers and overflow included.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null)
        {
            return false;
        }

        var digits = text.AsSpan().TrimEnd("msdh");
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue)
        {
            return false;
        }

        long? milliseconds = text[digits.Length..] switch
        {
            "ms" => number,
            "s" => number * 1000,
            "m" => number * 60_000,
            "h" => number * 3_600_000,
            "d" => number * 86_400_000,
            _ => null,
        };
        if (milliseconds is not { } value || value > TimeSpan.MaxValue.TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(value);
        return true;
    }
}
