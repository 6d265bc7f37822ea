namespace Pharos.Shell.Effects.Languages;

/// <summary>Reads a makefile given on the command line: the lines its rules run, and what it runs while it is read.</summary>
internal static class MakefileReader
{
    private const int MostLines = 2_000;

    public static void Read(ShellWord text, ReadingBuilder reading)
    {
        if (!text.IsKnown)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " makefile");
        }

        var lines = 0;
        foreach (var line in text.Text.Split('\n'))
        {
            if (++lines > MostLines)
            {
                reading.UnknownPart(text.Span, "the makefile is longer than is analysed");
                return;
            }

            for (var at = line.IndexOf("$(shell ", StringComparison.Ordinal); at >= 0; at = line.IndexOf("$(shell ", at + 1, StringComparison.Ordinal))
            {
                var end = line.LastIndexOf(')');
                reading.Script(ShellWord.Known(line[(at + 8)..Math.Max(at + 8, end)], text.Span), "make $(shell)");
            }

            var semicolon = line.IndexOf(';');
            var recipe = line.StartsWith('\t') ? line[1..] : line.Contains(':', StringComparison.Ordinal) && semicolon > 0 ? line[(semicolon + 1)..] : null;
            if (recipe is not null)
            {
                reading.Script(new ShellWord(recipe.TrimStart('@', '-', '+', ' ').Replace("$$", "$", StringComparison.Ordinal), text.IsKnown, "", false, text.Span), "a rule of make");
            }
            else if (line.StartsWith("include", StringComparison.Ordinal) || line.StartsWith("-include", StringComparison.Ordinal) || line.StartsWith("load", StringComparison.Ordinal) || line.Contains("!=", StringComparison.Ordinal))
            {
                reading.Execute(Certainty.Unknown, "make " + line);
            }
        }
    }
}
