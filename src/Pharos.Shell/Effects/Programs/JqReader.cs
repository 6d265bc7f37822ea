using System.Text.RegularExpressions;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Reads the filter of jq, which can print every environment variable.</summary>
internal static partial class JqReader
{
    /// <summary>Adds what the filter shows.</summary>
    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        // Which word is the filter depends on options that take two words; no other word looks like this.
        if (arguments.Operands.Any(static word => Environment().IsMatch(word.Text)))
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
        }
    }

    [GeneratedRegex(@"\$ENV\b|(?<![\w.""$/-])env\b(?![""/-]|\.(json|ya?ml|toml|xml|csv)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Environment();
}
