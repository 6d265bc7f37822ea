using System.Text;

namespace Pharos.Gate.Facts.Content;

/// <summary>The shell text in makefiles and justfiles: indented lines, and what <c>$(shell …)</c> runs while the file is read.</summary>
internal static class RecipeText
{
    private const string ShellFunction = "$(shell ";

    public static IReadOnlyList<RunnableScript> Of(string text)
    {
        var scripts = new List<RunnableScript>();
        var recipe = new StringBuilder();
        foreach (var line in text.Replace("\\\n", " \u0001", StringComparison.Ordinal).Split('\n'))
        {
            for (var at = line.IndexOf(ShellFunction, StringComparison.Ordinal); at >= 0; at = line.IndexOf(ShellFunction, at + 1, StringComparison.Ordinal))
            {
                Add(scripts, Unescape(Inside(line, at + ShellFunction.Length)));
            }

            if (line.StartsWith('\t') || line.StartsWith("    ", StringComparison.Ordinal))
            {
                recipe.Append(Unescape(line.Trim().TrimStart('@', '-', '+', ' '))).Append('\n');
                continue;
            }

            Flush(scripts, recipe);
        }

        Flush(scripts, recipe);
        return scripts;
    }

    private static void Flush(List<RunnableScript> scripts, StringBuilder recipe)
    {
        Add(scripts, recipe.ToString());
        recipe.Clear();
    }

    private static void Add(List<RunnableScript> scripts, string text)
    {
        if (!string.IsNullOrWhiteSpace(text) && scripts.Count < RunnableText.MaximumScripts)
        {
            scripts.Add(new RunnableScript(RunnableScript.Shell, text, EffectOrigin.Script));
        }
    }

    private static string Inside(string line, int start)
    {
        var depth = 1;
        for (var at = start; at < line.Length; at++)
        {
            depth += line[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return line[start..at];
            }
        }

        return line[start..];
    }

    // make expands $(NAME) itself before the shell sees the line; $$ is the shell's own dollar.
    private static string Unescape(string line)
    {
        var result = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '$' || at + 1 == line.Length)
            {
                result.Append(line[at] == '\u0001' ? "\\\n" : line[at]);
            }
            else if (line[at + 1] == '$')
            {
                result.Append('$');
                at++;
            }
            else if (line[at + 1] is '(' or '{')
            {
                var close = line.IndexOf(line[at + 1] == '(' ? ')' : '}', at);
                result.Append("${MAKE_VARIABLE}");
                at = close < 0 ? line.Length : close;
            }
            else
            {
                result.Append("${MAKE_VARIABLE}");
                at++;
            }
        }

        return result.ToString();
    }
}
