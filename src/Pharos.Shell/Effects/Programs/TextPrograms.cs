namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that read text and print it changed.</summary>
internal static class TextPrograms
{
    public static void Grep(ParsedArguments arguments, ReadingBuilder reading)
    {
        // With -e or -f every operand is a file; without any file a recursive search starts here.
        var given = arguments.Has("-e") || arguments.Has("-f");
        if (given && arguments.Operands.Count > 0)
        {
            reading.Apply(Role.Read, arguments.Operands[0]);
        }

        if (reading.IsRecursive && arguments.Operands.Count <= (given ? 0 : 1) && reading.Directory is { } here && reading.Command.PipedFrom is null)
        {
            reading.Absolute(EffectKind.Read, here, Certainty.Certain);
        }
    }
}

/// <summary>Reads <c>sed</c>: its scripts can write files and run commands.</summary>
internal static class SedReader
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var scripts = new List<ShellWord>();
        var files = new List<ShellWord>();
        var inPlace = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            var isExpression = text is "-e" or "--expression" or "-f" or "--file" || (text.Length > 2 && text[0] == '-' && text[1] != '-' && text[^1] is 'e' or 'f' && !text.Contains('i', StringComparison.Ordinal));
            if (isExpression && i + 1 < words.Count)
            {
                i++;
                if (text[^1] == 'e' && text != "--file" || text == "--expression")
                {
                    scripts.Add(words[i]);
                }
                else
                {
                    reading.Execute(words[i]);
                    scripts.Add(ShellWord.Known("", words[i].Span));
                }
            }
            else if (text.StartsWith("--expression=", StringComparison.Ordinal) || text.StartsWith("--exp", StringComparison.Ordinal) && text.Contains('='))
            {
                scripts.Add(ParsedArguments.Part(words[i], text.IndexOf('=') + 1));
            }
            else if (text.Length > 1 && text[0] == '-' && words[i].IsKnown)
            {
                inPlace |= text.StartsWith("--in", StringComparison.Ordinal) || (text[1] != '-' && text.Contains('i', StringComparison.Ordinal));
            }
            else
            {
                files.Add(words[i]);
            }
        }

        if (scripts.Count == 0 && files.Count > 0)
        {
            scripts.Add(files[0]);
            files.RemoveAt(0);
        }

        foreach (var file in files)
        {
            reading.Apply(inPlace ? Role.Edit : Role.Read, file);
        }

        foreach (var script in scripts)
        {
            Script(script, reading);
        }
    }

    private static void Script(ShellWord script, ReadingBuilder reading)
    {
        if (!script.IsKnown)
        {
            reading.Execute(Certainty.Possible, "sed script");
            return;
        }

        var text = script.Text;
        var start = true;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is '\n' or ';' or '{' or '}')
            {
                start = true;
            }
            else if (start && (char.IsAsciiDigit(character) || character is ' ' or ',' or '$' or '!' or '~' or '+'))
            {
            }
            else if (start && character is '/' or '\\' && start)
            {
                i = Skip(text, character == '/' ? i : i + 1);
            }
            else if (start && character is 's' or 'y' && start && i + 1 < text.Length)
            {
                var delimiter = i + 1;
                var middle = Skip(text, delimiter);
                i = Skip(text, middle, text[delimiter]);
                while (i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1])))
                {
                    i++;
                    if (character == 's' && text[i] == 'e')
                    {
                        reading.Execute(Certainty.Certain, "sed s///e");
                    }
                    else if (character == 's' && text[i] == 'w')
                    {
                        i = FileName(script, i + 1, EffectKind.Write, reading);
                    }
                }

                start = false;
            }
            else if (start && character == 'e')
            {
                var end = text.IndexOf('\n', i);
                var code = text[(i + 1)..(end < 0 ? text.Length : end)].Trim();
                if (code.Length > 0)
                {
                    reading.Script(ShellWord.Known(code, script.Span), "sed e");
                }

                reading.Execute(Certainty.Certain, "sed e");
                start = false;
            }
            else if (start && character is 'w' or 'W' && start)
            {
                i = FileName(script, i + 1, EffectKind.Write, reading);
            }
            else if (start && character is 'r' or 'R' && start)
            {
                i = FileName(script, i + 1, EffectKind.Read, reading);
            }
            else if (start && character is 'a' or 'i' or 'c' or ':' or 'b' or 't' or '#' && start)
            {
                var end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end - 1;
            }
            else
            {
                start = false;
            }
        }
    }

    private static int Skip(string text, int delimiter) => delimiter < text.Length ? Skip(text, delimiter, text[delimiter]) : text.Length;

    private static int Skip(string text, int from, char delimiter)
    {
        for (var i = from + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == delimiter)
            {
                return i;
            }
        }

        return text.Length;
    }

    private static int FileName(ShellWord script, int from, EffectKind kind, ReadingBuilder reading)
    {
        var end = script.Text.IndexOf('\n', from);
        end = end < 0 ? script.Text.Length : end;
        var name = script.Text[from..end].Trim();
        if (name.Length > 0)
        {
            reading.Path(kind, ShellWord.Known(name, script.Span));
        }

        return end - 1;
    }
}

/// <summary>Reads <c>awk</c>: pipes, <c>system</c> and output files stand in its program.</summary>
internal static class AwkReader
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var hasProgram = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Text is "-F" or "-v" or "--field-separator" or "--assign")
            {
                i++;
            }
            else if (word.Text is "-f" or "--file" or "-E" or "-i" or "-l" && i + 1 < words.Count)
            {
                hasProgram = true;
                reading.Execute(words[++i]);
            }
            else if (word.Text.Length > 1 && word.Text[0] == '-' && word.IsKnown)
            {
                if (word.Text.StartsWith("-o", StringComparison.Ordinal) || word.Text.StartsWith("-f", StringComparison.Ordinal) || word.Text.StartsWith("--", StringComparison.Ordinal) && word.Text.Contains('='))
                {
                    reading.Execute(Certainty.Unknown, "awk " + word.Text);
                }
            }
            else if (!hasProgram)
            {
                hasProgram = true;
                Program(word, reading);
            }
            else if (!word.Text.Contains('='))
            {
                reading.Apply(Role.Read, word);
            }
        }
    }

    private static void Program(ShellWord program, ReadingBuilder reading)
    {
        if (!program.IsKnown)
        {
            reading.Execute(Certainty.Possible, "awk program");
        }

        var text = program.Text;
        var depth = 0;
        var prints = false;
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            switch (text[i])
            {
                case '"':
                    while (++i < text.Length && text[i] != '"')
                    {
                        i += text[i] == '\\' ? 1 : 0;
                    }

                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ';' or '\n' or '}' or '{':
                    prints = false;
                    break;
                case '|' when i + 1 < text.Length && text[i + 1] == '|':
                    i++;
                    break;
                case '|':
                    reading.Execute(Certainty.Unknown, "awk pipe");
                    break;
                case '>' when prints && depth == 0:
                    reading.Add(EffectKind.Write, Certainty.Unknown, TargetKind.Path, "awk output");
                    break;
                case 'p' when rest.StartsWith("print", StringComparison.Ordinal):
                    prints = true;
                    break;
                case 's' when rest.StartsWith("system", StringComparison.Ordinal):
                    reading.Execute(Certainty.Unknown, "awk system");
                    break;
                case 'g' when rest.StartsWith("getline", StringComparison.Ordinal):
                    reading.Add(EffectKind.Read, Certainty.Unknown, TargetKind.Path, "awk getline");
                    break;
                case '@':
                    reading.Execute(Certainty.Unknown, "awk @");
                    break;
                case '/' when rest.StartsWith("/inet/", StringComparison.Ordinal):
                    reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.None, "awk /inet");
                    break;
            }
        }

        if (text.Contains("/inet/", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Host, "/inet");
        }
    }
}
