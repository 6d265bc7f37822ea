namespace Pharos.Server.Hooks;

/// <summary>Words for the shell, for acts that are told as the command which would do the same.</summary>
internal static class ShellWord
{
    /// <summary>One word, whatever it holds.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A command from its words.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
