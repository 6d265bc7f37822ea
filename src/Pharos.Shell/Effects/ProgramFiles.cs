using System.Reflection;

namespace Pharos.Shell.Effects;

/// <summary>
/// The files of <c>Programs/</c>: what is known of programs, as text that can be reviewed against a manual page at a glance. A block is a line at the margin
/// with everything indented below it; it is only compiled when somebody runs the program, because one process sees few of them.
/// </summary>
internal static class ProgramFiles
{
    /// <summary>The ending of the files that describe programs.</summary>
    public const string Extension = ".programs";

    /// <summary>Every block of every file, by the names on its first line; shared options by their name with the <c>$</c>.</summary>
    /// <exception cref="InvalidOperationException">Two blocks have the same name.</exception>
    public static Dictionary<string, ProgramBlock> Read(string extension)
    {
        var blocks = new Dictionary<string, ProgramBlock>(8_192, StringComparer.Ordinal);
        var assembly = typeof(ProgramFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.EndsWith(extension, StringComparison.Ordinal))
            {
                Add(resource, Content(assembly, resource), blocks);
            }
        }

        return blocks;
    }

    private static string Content(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Add(string file, string text, Dictionary<string, ProgramBlock> blocks)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfLine(text, at);
            if (end == at || text[at] is '#' or ' ')
            {
                at = end + 1;
                continue;
            }

            // A first line may be continued after a backslash; the block ends at the next line that stands at the margin.
            var head = end;
            while (text[head - 1] == '\\')
            {
                head = EndOfLine(text, head + 1);
            }

            var last = head;
            while (last + 1 < text.Length && text[last + 1] == ' ')
            {
                last = EndOfLine(text, last + 1);
            }

            var block = new ProgramBlock(file, text, at, head, last);
            foreach (var name in block.Names())
            {
                if (!blocks.TryAdd(name, block))
                {
                    throw new InvalidOperationException($"{file} has a second block for '{name}'; the first is in {blocks[name].File}.");
                }
            }

            at = last + 1;
        }
    }

    private static int EndOfLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }
}
