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
        var variables = MakeVariables.Of(text);
        foreach (var line in text.Replace("\\\n", " \u0001", StringComparison.Ordinal).Split('\n'))
        {
            for (var at = line.IndexOf(ShellFunction, StringComparison.Ordinal); at >= 0; at = line.IndexOf(ShellFunction, at + 1, StringComparison.Ordinal))
            {
                Add(scripts, variables.Expand(Inside(line, at + ShellFunction.Length)).Replace('\u0001', ' '));
            }

            if (line.StartsWith('\t') || line.StartsWith("    ", StringComparison.Ordinal))
            {
                recipe.Append(variables.Expand(line.Trim().TrimStart('@', '-', '+', ' ')).Replace("\u0001", "\\\n", StringComparison.Ordinal)).Append('\n');
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
}
