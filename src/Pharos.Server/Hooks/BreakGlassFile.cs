using System.Globalization;
using System.Text;

namespace Pharos.Server.Hooks;

/// <summary>
/// The file <c>DATA/break-glass</c>: while no server listens and until its time has passed, the hook clients answer "no opinion" instead of denying. Lines of
/// <c>name value</c>, the first of them <c>until</c>, because a POSIX shell has to read it with nothing but its builtins.
/// </summary>
/// <param name="Who">The account that opened it.</param>
/// <param name="Why">The reason given.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record BreakGlassFile(string Who, string Why, DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>Longest time it may stay open. The clients check it too, against their own clock.</summary>
    public static readonly TimeSpan MaximumDuration = TimeSpan.FromMinutes(60);

    /// <summary>Longest reason in characters.</summary>
    public const int MaximumReasonCharacters = 500;

    /// <summary>Name of the file in the data folder.</summary>
    public const string Name = "break-glass";

    /// <summary>Name of the file to which the clients add a line for each use.</summary>
    public const string UsesName = "break-glass.used";

    /// <summary>The file's text.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"until {Until.ToUnixTimeSeconds()}\nat {At.ToUnixTimeSeconds()}\nwho {OneLine(Who)}\nwhy {OneLine(Why)}\n");

    /// <summary>Reads the text; null when it is not what <see cref="ToText"/> writes, a longer time than allowed included.</summary>
    public static BreakGlassFile? TryRead(string text)
    {
        var values = text.Split('\n').Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        if (!TryReadTime(values, "until", out var until) || !TryReadTime(values, "at", out var at) || until < at || until - at > MaximumDuration
            || !values.TryGetValue("who", out var who) || !values.TryGetValue("why", out var why))
        {
            return null;
        }

        return new BreakGlassFile(who, why, at, until);
    }

    private static bool TryReadTime(Dictionary<string, string> values, string name, out DateTimeOffset time)
    {
        time = default;
        if (!values.TryGetValue(name, out var text) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text.Length <= MaximumReasonCharacters ? text : text[..MaximumReasonCharacters])
        {
            line.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return line.ToString();
    }
}
