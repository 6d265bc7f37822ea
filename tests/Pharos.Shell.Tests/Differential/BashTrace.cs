using System.Text;

namespace Pharos.Shell.Tests.Differential;

/// <summary>Reads what <c>set -x</c> printed: the words of every simple command that bash executed.</summary>
internal static class BashTrace
{
    private static readonly string[] Statements = ["for ", "case ", "[[ ", "((", "select "];

    /// <summary>The commands, without assignments and the heads of compound commands, which are traced alike.</summary>
    public static List<string[]> Commands(string trace)
    {
        var commands = new List<string[]>();
        foreach (var entry in trace.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            var start = entry.IndexOf('\u0002');
            if (start < 0 || entry[..start].Trim('+').Length > 0)
            {
                continue;
            }

            var text = entry[(start + 1)..].TrimEnd('\n');
            if (text.Length == 0 || Statements.Any(statement => text.StartsWith(statement, StringComparison.Ordinal)) || IsAssignment(text))
            {
                continue;
            }

            commands.Add(Words(text));
        }

        return commands;
    }

    private static bool IsAssignment(string text)
    {
        var i = 0;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
        {
            i++;
        }

        return i > 0 && i < text.Length && text[i] is '=' or '[' or '+';
    }

    /// <summary>Undoes the quoting that the trace uses: bare, backslash, single quotes and <c>$'…'</c>.</summary>
    private static string[] Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var begun = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ')
            {
                if (begun)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                begun = false;
                continue;
            }

            begun = true;
            if (text[i] == '\'')
            {
                var end = text.IndexOf('\'', i + 1);
                end = end < 0 ? text.Length : end;
                word.Append(text, i + 1, end - i - 1);
                i = end;
            }
            else if (text[i] == '\\' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
            }
            else if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '\'')
            {
                i += 2;
                word.Append(Pharos.Shell.Syntax.AnsiQuoting.Decode(text, ref i, text.Length, out _, out _));
                i--;
            }
            else
            {
                word.Append(text[i]);
            }
        }

        if (begun)
        {
            words.Add(word.ToString());
        }

        return [.. words];
    }
}
