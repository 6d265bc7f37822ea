namespace Pharos.Shell.Effects;

/// <summary>A block of a program file, not yet compiled.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Text">The whole text of the file.</param>
/// <param name="Start">Where the block begins.</param>
/// <param name="Head">Where its first line, with its continuations, ends.</param>
/// <param name="End">Where the block ends.</param>
internal sealed record ProgramBlock(string File, string Text, int Start, int Head, int End)
{
    private static readonly char[] Blanks = [' ', '\n', '\\'];

    private ProgramSpec? _spec;

    /// <summary>The compiled row. Compiling twice at once is harmless, because both results are equal.</summary>
    public ProgramSpec Spec => _spec ??= new ProgramSpec(ProgramReader.Program(this));

    /// <summary>The names on the first line.</summary>
    public IEnumerable<string> Names()
    {
        foreach (var word in Text[Start..Head].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is ":" or "!")
            {
                yield break;
            }

            // The command ":" of the shell is written as a word of its own.
            yield return word == "(:)" ? ":" : word;
        }
    }

    /// <summary>The lines of the block, continued ones joined, without comments.</summary>
    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string>();
        var joined = "";
        foreach (var line in Text[Start..End].Split('\n'))
        {
            if (line.AsSpan().TrimStart() is [] or ['#', ..])
            {
                continue;
            }

            if (line[^1] == '\\')
            {
                joined += line[..^1];
                continue;
            }

            lines.Add(joined.Length == 0 ? line : joined + line.TrimStart());
            joined = "";
        }

        return lines;
    }
}
