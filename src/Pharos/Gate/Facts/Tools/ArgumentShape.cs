using System.Collections.Frozen;
using Pharos.Proposals;

namespace Pharos.Gate.Facts.Tools;

/// <summary>Tells by an argument's name and look what it is: a command, a query, an address, a path.</summary>
internal static class ArgumentShape
{
    private static readonly FrozenSet<string> ShellNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ["command", "cmd", "commands", "shell", "bash", "shell_command", "shellcommand", "commandline", "command_line", "script", "exec", "run"]);

    private static readonly FrozenSet<string> SqlNames = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ["sql", "query", "statement", "statements", "sql_query", "q"]);

    private static readonly FrozenSet<string> CodeNames = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ["code", "source_code", "python", "python_code", "javascript", "js", "snippet", "expression", "script"]);

    private static readonly FrozenSet<string> PathNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["path", "paths", "file", "files", "filename", "file_name", "file_path", "filepath", "dir", "directory", "folder", "target", "destination", "dest", "source", "src", "root", "cwd", "repo_path", "output", "output_path", "input_path",
         "from", "to", "target_file", "uri", "location", "workdir", "working_directory"]);

    private static readonly string[] SqlWords = ["select ", "insert ", "update ", "delete ", "drop ", "alter ", "create ", "truncate ", "with ", "grant ", "revoke ", "copy ", "merge ", "call ", "exec ", "pragma ", "attach "];

    /// <summary>True when a shell would get it.</summary>
    public static bool IsShell(string name, string text) => ShellNames.Contains(name) && text.Length > 0 && !IsUrl(text);

    /// <summary>True when a data base would get it.</summary>
    public static bool IsSql(string name, string text) => SqlNames.Contains(name) && SqlWords.Any(word => text.TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The program that would run it as code; null when it is no code, or of a language nobody names.</summary>
    public static string? LanguageOf(string name, string tool)
    {
        if (!CodeNames.Contains(name))
        {
            return null;
        }

        bool Names(string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase) || tool.Contains(word, StringComparison.OrdinalIgnoreCase);
        return Names("python") || Names("jupyter") || Names("ipython") ? "python3" : Names("javascript") || Names("node") || Names("js") || Names("typescript") ? "node" : null;
    }

    /// <summary>True for one address and nothing else.</summary>
    public static bool IsUrl(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme is > 0 and < 24 && text.AsSpan(0, scheme).IndexOfAnyExceptInRange('+', 'z') < 0 && !text.AsSpan().ContainsAny(" \n\t");
    }

    /// <summary>True for what would be taken for a path.</summary>
    public static bool IsPath(string name, string text)
    {
        if (text.Length is 0 or > ProposalLimits.MaximumPathCharacters || text.AsSpan().ContainsAny("\n\0"))
        {
            return false;
        }

        var looksAbsolute = (text[0] == '/' && text.Length > 1 && text[1] != '/' && !text.Contains(' ', StringComparison.Ordinal)) || text.StartsWith("~/", StringComparison.Ordinal)
            || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) || text is "~" or "." or "..";
        return looksAbsolute || PathNames.Contains(name);
    }
}
