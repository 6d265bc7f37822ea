namespace Pharos.Shell.Syntax;

/// <summary>What single characters mean to the lexer.</summary>
internal static class ShellCharacters
{
    private const byte Delimiter = 1;
    private const byte Quote = 2;
    private const byte Pattern = 4;

    private static readonly byte[] Classes = Build();

    /// <summary>Ends an unquoted word.</summary>
    public static bool EndsWord(char c) => c < 128 && (Classes[c] & Delimiter) != 0;

    /// <summary>Starts quoting or an expansion.</summary>
    public static bool StartsPart(char c) => c < 128 && (Classes[c] & Quote) != 0;

    /// <summary>Changes the value of an unquoted literal: glob, brace or tilde.</summary>
    public static bool IsPattern(char c) => c < 128 && (Classes[c] & Pattern) != 0;

    /// <summary>True for characters that need no look at all.</summary>
    public static bool IsOrdinary(char c) => c >= 128 || Classes[c] == 0;

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static byte[] Build()
    {
        var classes = new byte[128];
        foreach (var c in " \t\n\r;&|<>()")
        {
            classes[c] |= Delimiter;
        }

        foreach (var c in "'\"\\$`")
        {
            classes[c] |= Quote;
        }

        foreach (var c in "*?[{}~!@+")
        {
            classes[c] |= Pattern;
        }

        return classes;
    }
}
