namespace Pharos.Shell.Effects.Programs;

/// <summary>Reads the filter of jq, which can print every environment variable.</summary>
internal static class JqReader
{
    private static readonly string[] FileEndings = [".json", ".yaml", ".yml", ".toml", ".xml", ".csv"];

    /// <summary>Adds what the filter shows.</summary>
    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        // Which word is the filter depends on options that take two words; hardly another word looks like this.
        if (arguments.Operands.Any(static word => ShowsEnvironment(word.Text)))
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
        }
    }

    private static bool ShowsEnvironment(string filter)
    {
        if (filter.Contains("$ENV", StringComparison.Ordinal))
        {
            return true;
        }

        for (var at = filter.IndexOf("env", StringComparison.Ordinal); at >= 0; at = filter.IndexOf("env", at + 1, StringComparison.Ordinal))
        {
            if (IsFunction(filter.AsSpan(0, at), filter.AsSpan(at + 3)))
            {
                return true;
            }
        }

        return false;
    }

    // ".env" is a member, "\"env\"" a text, "environment" another name and "env.json" a file.
    private static bool IsFunction(ReadOnlySpan<char> before, ReadOnlySpan<char> after) =>
        (before.IsEmpty || !(IsNameSign(before[^1]) || before[^1] is '.' or '"' or '$' or '/' or '-'))
        && (after.IsEmpty || !(IsNameSign(after[0]) || after[0] is '"' or '/' or '-'))
        && !IsFile(after);

    private static bool IsFile(ReadOnlySpan<char> after)
    {
        foreach (var ending in FileEndings)
        {
            if (after.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameSign(char sign) => char.IsAsciiLetterOrDigit(sign) || sign == '_';
}
