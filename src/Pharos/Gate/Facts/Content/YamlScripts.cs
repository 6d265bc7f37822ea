using System.Collections.Frozen;
using System.Text;

namespace Pharos.Gate.Facts.Content;

/// <summary>
/// The commands in pipelines and task files: what stands under keys such as <c>run</c> and <c>script</c>. Reads lines and indentation rather than YAML, so that a part of a file is read as well.
/// </summary>
internal static class YamlScripts
{
    private static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.Ordinal,
        ["run", "script", "before_script", "after_script", "before_install", "install", "after_success", "command", "commands", "cmd", "cmds", "entry", "bash"]);

    public static IReadOnlyList<RunnableScript> Of(string text, EffectOrigin origin)
    {
        var scripts = new List<RunnableScript>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length && scripts.Count < RunnableText.MaximumScripts; i++)
        {
            if (KeyOf(lines[i], out var indent, out var value) is not { } key || !Keys.Contains(key))
            {
                continue;
            }

            var body = value.Length == 0 || value[0] is '|' or '>' ? Block(lines, ref i, indent, isList: value.Length == 0) : Scalar(value);
            if (!string.IsNullOrWhiteSpace(body))
            {
                scripts.Add(new RunnableScript(RunnableScript.Shell, Expressions(body), origin));
            }
        }

        return scripts;
    }

    private static string? KeyOf(string line, out int indent, out string value)
    {
        indent = 0;
        value = "";
        while (indent < line.Length && line[indent] is ' ' or '-')
        {
            indent++;
        }

        var colon = line.IndexOf(':', indent);
        if (colon <= indent || (colon + 1 < line.Length && line[colon + 1] is not (' ' or '\r')))
        {
            return null;
        }

        value = line[(colon + 1)..].Trim();
        return line[indent..colon].Trim('"', '\'');
    }

    // What is indented deeper than the key, or a list at its own depth.
    private static string Block(string[] lines, ref int at, int indent, bool isList)
    {
        var body = new StringBuilder();
        while (at + 1 < lines.Length)
        {
            var line = lines[at + 1];
            var depth = line.Length - line.TrimStart(' ').Length;
            var isItem = isList && line.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal);
            if (line.Trim().Length > 0 && depth < (isItem ? indent : indent + 1))
            {
                break;
            }

            if (isList && (!isItem || KeyOf(line, out _, out _) is { } key && Keys.Contains(key)))
            {
                // A list of steps with members of their own is walked into by the caller.
                break;
            }

            body.Append(isItem ? Scalar(line.TrimStart(' ')[2..].Trim()) : line.Trim()).Append('\n');
            at++;
        }

        return body.ToString();
    }

    private static string Scalar(string value)
    {
        if (value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'')
        {
            return value[0] == '\'' ? value[1..^1].Replace("''", "'", StringComparison.Ordinal) : value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        return value is ['[', .., ']'] ? string.Join(' ', value[1..^1].Split(',').Select(item => Scalar(item.Trim()))) : value;
    }

    // ${{ … }} is replaced before the shell sees the line; a secret named there stays recognisable by its name.
    private static string Expressions(string body)
    {
        var result = new StringBuilder(body.Length);
        for (var at = 0; at < body.Length;)
        {
            var open = body.IndexOf("${{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : body.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                result.Append(body, at, body.Length - at);
                break;
            }

            var name = body[(open + 3)..close].Trim();
            var dot = name.LastIndexOf('.');
            var last = name[(dot + 1)..];
            result.Append(body, at, open - at).Append("${").Append(last.Length > 0 && last.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') && !char.IsAsciiDigit(last[0]) ? last : "EXPRESSION").Append('}');
            at = close + 2;
        }

        return result.ToString();
    }
}
