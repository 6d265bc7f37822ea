namespace Pharos.Shell.Effects.Languages;

/// <summary>
/// Reads the command lines of editors, pagers and debuggers as far as they leave the program: a mark, a shell command, a call of <c>system</c>, another language.
/// </summary>
internal static class EscapeCommands
{
    private const int MostLines = 2_000;

    public static void Read(ShellWord text, ReadingBuilder reading)
    {
        if (!text.IsKnown)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " commands");
        }

        var lines = 0;
        foreach (var line in text.Text.Split('\n'))
        {
            if (++lines > MostLines)
            {
                reading.UnknownPart(text.Span, $"{reading.Label} is given more commands than are analysed");
                return;
            }

            Line(line, text, reading);
        }
    }

    private static void Line(string line, ShellWord text, ReadingBuilder reading)
    {
        var command = line.TrimStart(':', ' ', '\t', '%', '.', '$', ',', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var space = command.IndexOf(' ');
        var verb = space < 0 ? command : command[..space];
        var rest = space < 0 ? "" : command[(space + 1)..].TrimStart();
        switch (verb)
        {
            case ['!', ..]:
                Run(command[1..], text, reading);
                return;
            case "shell" or "sh" or "make" or "term" or "terminal" or "spawn":
                Run(rest, text, reading);
                return;
            case "r" or "read" or "w" or "write" or "e" or "edit" when rest.StartsWith('!'):
                Run(rest[1..], text, reading);
                return;
            case "w" or "write" or "wq" or "x" or "saveas" when rest.Length > 0:
                reading.Path(EffectKind.Write, ShellWord.Known(rest, text.Span));
                return;
            case "r" or "read" or "e" or "edit" when rest.Length > 0:
                reading.Path(EffectKind.Read, ShellWord.Known(rest, text.Span));
                return;
            case "source" or "so" or "luafile" or "pyfile" or "py3file" or "runtime":
                reading.Execute(ShellWord.Known(rest, text.Span));
                return;
            case "python" or "py" or "py3" or "python3" or "pythonx" or "pyx" or "python-interactive" or "pi":
                CodeScanner.Scan("python", ShellWord.Known(rest, text.Span), reading);
                return;
            case "lua" or "perl" or "ruby":
                CodeScanner.Scan(verb, ShellWord.Known(rest, text.Span), reading);
                return;
            case "guile" or "gu" or "tcl" or "mzscheme" or "pipe":
                reading.Execute(Certainty.Unknown, reading.Label + " " + verb);
                return;
        }

        Calls(line, text, reading);
    }

    private static void Run(string command, ShellWord text, ReadingBuilder reading)
    {
        reading.Script(new ShellWord(command, text.IsKnown, "", false, text.Span), reading.Label + " commands");
        if (command.Length == 0)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " shell");
        }
    }

    /// <summary>A function of the editor's own language that starts a shell, wherever it stands in the line.</summary>
    private static void Calls(string line, ShellWord text, ReadingBuilder reading)
    {
        foreach (var name in (ReadOnlySpan<string>)["system(", "systemlist(", "shell-command", "shell-command-to-string", "call-process", "job_start(", "termopen(", "os.execute("])
        {
            var at = line.IndexOf(name, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var open = line.AsSpan(at).IndexOfAny('"', '\'') is var quote and >= 0 ? at + quote : -1;
            var close = open < 0 ? -1 : line.IndexOf(line[open], open + 1);
            if (close > 0)
            {
                Run(line[(open + 1)..close], text, reading);
            }

            reading.Execute(close > 0 ? Certainty.Certain : Certainty.Unknown, reading.Label + " " + name.TrimEnd('('));
        }

        if (line.Contains('!', StringComparison.Ordinal) && line.IndexOf('!') is var mark && mark + 1 < line.Length && (mark == 0 || line[mark - 1] is ' ' or '|' or ':' or ','))
        {
            Run(line[(mark + 1)..], text, reading);
        }
    }
}
