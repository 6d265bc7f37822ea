namespace Pharos.Shell.Effects.Languages.Awk;

/// <summary>Reads the arguments of <c>awk</c>: programs, libraries, variables and files.</summary>
internal static class AwkReader
{
    private static readonly string[] Harmless =
    [
        "--posix", "--traditional", "--re-interval", "--lint", "--non-decimal-data", "--bignum", "--use-lc-numeric", "--characters-as-bytes", "--sandbox", "--optimize", "--no-optimize", "--version", "--help",
        "--copyright", "--csv", "--gen-pot", "--compat", "--usage", "--lint-old",
    ];

    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var programs = new List<ShellWord>();
        var variables = new List<ShellWord>();
        var files = new List<ShellWord>();
        var hasProgram = false;
        var at = 0;
        while (at < words.Count && words[at].Text is { Length: > 1 } text && text[0] == '-' && text != "--")
        {
            at = text[1] == '-' ? Long(words, at, programs, variables, reading, ref hasProgram) : Short(words, at, programs, variables, reading, ref hasProgram);
        }

        at += at < words.Count && words[at].Text == "--" ? 1 : 0;
        for (; at < words.Count; at++)
        {
            if (!hasProgram)
            {
                hasProgram = true;
                programs.Add(words[at]);
            }
            else if (IsAssignment(words[at].Text))
            {
                variables.Add(new ShellWord(words[at].Text, false, "", false, words[at].Span));
            }
            else
            {
                files.Add(words[at]);
            }
        }

        foreach (var file in files)
        {
            reading.Apply(Role.Read, file);
        }

        foreach (var program in programs)
        {
            AwkProgram.Read(program, variables, reading);
        }
    }

    private static bool IsAssignment(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0 && text.AsSpan(0, equals).IndexOfAnyExcept(AwkProgram.NameCharacters) < 0 && !char.IsAsciiDigit(text[0]);
    }

    private static int Short(IReadOnlyList<ShellWord> words, int at, List<ShellWord> programs, List<ShellWord> variables, ReadingBuilder reading, ref bool hasProgram)
    {
        var text = words[at].Text;
        var attached = text.Length > 2;
        switch (text[1])
        {
            case 'F' or 'W' or 'L' or 'm':
                if (text[1] == 'W' && text.AsSpan().Contains("exec", StringComparison.Ordinal))
                {
                    reading.Execute(Certainty.Unknown, "awk -W");
                }

                return attached ? at + 1 : at + (text[1] == 'L' ? 1 : 2);
            case 'v' or 'f' or 'E' or 'i' or 'l' or 'e':
                if (attached || at + 1 < words.Count)
                {
                    Use(text[1], attached ? ParsedArguments.Part(words[at], 2) : words[at + 1], programs, variables, reading, ref hasProgram);
                }

                return attached ? at + 1 : at + 2;
            case 'o' or 'p' or 'd':
                reading.Path(EffectKind.Write, attached ? ParsedArguments.Part(words[at], 2) : ShellWord.Known(text[1] == 'd' ? "awkvars.out" : "awkprof.out", words[at].Span));
                return at + 1;
            case 'b' or 'c' or 'C' or 'g' or 'h' or 'k' or 'M' or 'n' or 'N' or 'O' or 'P' or 'r' or 's' or 'S' or 't' or 'V':
                return at + 1;
            default:
                reading.Execute(Certainty.Unknown, "awk " + text);
                return at + 1;
        }
    }

    private static int Long(IReadOnlyList<ShellWord> words, int at, List<ShellWord> programs, List<ShellWord> variables, ReadingBuilder reading, ref bool hasProgram)
    {
        var text = words[at].Text;
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        var form = name switch
        {
            "--assign" => 'v',
            "--file" => 'f',
            "--exec" => 'E',
            "--include" => 'i',
            "--load" => 'l',
            "--source" => 'e',
            "--field-separator" => 'F',
            _ => '\0',
        };
        if (form == '\0')
        {
            if (name is "--profile" or "--pretty-print" or "--dump-variables")
            {
                reading.Path(EffectKind.Write, equals < 0 ? ShellWord.Known("awkprof.out", words[at].Span) : ParsedArguments.Part(words[at], equals + 1));
            }
            else if (!Array.Exists(Harmless, option => option == name))
            {
                reading.Execute(Certainty.Unknown, "awk " + text);
            }

            return at + 1;
        }

        if (form != 'F' && (equals >= 0 || at + 1 < words.Count))
        {
            Use(form, equals < 0 ? words[at + 1] : ParsedArguments.Part(words[at], equals + 1), programs, variables, reading, ref hasProgram);
        }

        return equals < 0 ? at + 2 : at + 1;
    }

    private static void Use(char form, ShellWord value, List<ShellWord> programs, List<ShellWord> variables, ReadingBuilder reading, ref bool hasProgram)
    {
        switch (form)
        {
            case 'v':
                variables.Add(value);
                break;
            case 'e':
                hasProgram = true;
                programs.Add(value);
                break;
            default:
                hasProgram |= form is 'f' or 'E';
                reading.Execute(value);
                break;
        }
    }
}
