namespace Pharos.Server.Configuration;

/// <summary>Reads <c>NAME=value</c> lines. Comments, blank lines, <c>export</c> and one pair of quotes are understood; nothing is expanded or executed.</summary>
internal static class DotEnvFile
{
    /// <summary>Longest file that is read, in characters.</summary>
    public const int MaximumCharacters = 64 * 1024;

    public static Dictionary<string, string> Parse(string text, string source, ICollection<ConfigurationProblem> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text.Length > MaximumCharacters)
        {
            problems.Add(new ConfigurationProblem("(file)", $"{text.Length} characters", $"at most {MaximumCharacters}", source));
            return values;
        }

        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var start = line.StartsWith("export ", StringComparison.Ordinal) ? "export ".Length : 0;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[start..Math.Max(start, equals)].Trim();
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                // The line itself is not shown: the file is where people keep secrets.
                problems.Add(new ConfigurationProblem($"line {number}", "(hidden)", "NAME=value", source));
                continue;
            }

            values[name] = Unquote(line[(equals + 1)..].Trim());
        }

        return values;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
