namespace Pharos.Shell.Effects.Languages.Cmd;

/// <summary>A simple command of <c>cmd</c>: one of its own, a program of Windows, or a program that is known elsewhere.</summary>
internal static class CmdCommand
{
    private const int LongestChain = 32;

    public static void Read(List<ShellWord> words, CmdReader reader, ReadingBuilder reading, int depth = 0)
    {
        while (words.Count > 0 && words[0].Text.TrimStart('@') is var first && (first.Length == 0 || words[0].Text[0] == '@'))
        {
            words[0] = words[0] with { Text = first };
            if (first.Length > 0)
            {
                break;
            }

            words.RemoveAt(0);
        }

        if (words.Count == 0 || words[0].Text.StartsWith(':'))
        {
            return;
        }

        var program = words[0];
        var name = program.Text.ToLowerInvariant();
        if (!program.IsKnown || depth > LongestChain)
        {
            reading.Execute(Certainty.Unknown, "cmd " + program.Text);
            return;
        }

        // A path or a slash may follow a command without a blank: del/q, cd\, echo.
        var cut = name.AsSpan().IndexOfAny("/\\.:");
        if (cut > 0 && WindowsPrograms.Find(name[..cut]) is not null && !name.Contains(".exe", StringComparison.Ordinal))
        {
            words[0] = ShellWord.Known(name[..cut], program.Span);
            if (cut < name.Length - 1 || name[cut] is '/' or '\\')
            {
                words.Insert(1, ShellWord.Known(program.Text[cut..], program.Span));
            }

            name = name[..cut];
        }

        switch (name)
        {
            case "if" or "else" or "do" or "call" or "for":
                Inside(name, words, reader, reading, depth);
                return;
            case "set":
                Assign(words, reader, reading);
                return;
            case "goto" or "rem":
                return;
        }

        var rest = SpecReader.Rest(words, 1);
        if (WindowsPrograms.Find(name) is { } spec)
        {
            var (label, directory) = (reading.Label, reading.Directory);
            reading.Label = name;
            SpecReader.Read(spec, rest, reading);
            reading.Label = label;
            reading.Directory = name is "cd" or "chdir" or "pushd" ? reading.Directory : directory;
        }
        else if (name.Contains('\\', StringComparison.Ordinal) && ProgramName.WithoutVersion(name[(name.LastIndexOf('\\') + 1)..]) is var bare && (WindowsPrograms.Find(bare) is not null || Catalogue.Find(bare) is not null || bare is "cmd" or "powershell"))
        {
            Read([ShellWord.Known(bare, program.Span), .. rest], reader, reading, depth + 1);
        }
        else if (name.Contains('\\', StringComparison.Ordinal) || name.EndsWith(".bat", StringComparison.Ordinal) || name.EndsWith(".cmd", StringComparison.Ordinal) || name.EndsWith(".vbs", StringComparison.Ordinal))
        {
            reading.Path(EffectKind.Execute, WindowsPath.Is(program.Text) ? program : ShellWord.Known(program.Text.Replace('\\', '/'), program.Span));
        }
        else
        {
            reading.Nested([ShellWord.Known(Catalogue.Find(program.Text) is null ? name : program.Text, program.Span), .. rest], "cmd");
        }
    }

    /// <summary>A command that stands after a condition or the head of a loop.</summary>
    private static void Inside(string name, List<ShellWord> words, CmdReader reader, ReadingBuilder reading, int depth)
    {
        var at = 1;
        if (name == "if")
        {
            while (at < words.Count && words[at].Text.ToLowerInvariant() is "not" or "/i")
            {
                at++;
            }

            var kind = at < words.Count ? words[at].Text.ToLowerInvariant() : "";
            if (kind is "exist" or "defined" or "errorlevel" or "cmdextversion")
            {
                at += 2;
            }
            else if (at + 1 < words.Count && words[at + 1].Text.ToLowerInvariant() is "equ" or "neq" or "lss" or "leq" or "gtr" or "geq" or "==")
            {
                at += 3;
            }
            else
            {
                at++;
            }
        }
        else if (name == "for")
        {
            at = words.FindIndex(static word => word.Text.Equals("do", StringComparison.OrdinalIgnoreCase)) + 1;
            if (at == 0)
            {
                // The head ends at its bracket: what the loop goes over may be a command.
                if (words.Exists(static word => word.Text.Equals("/f", StringComparison.OrdinalIgnoreCase)))
                {
                    reading.Execute(Certainty.Unknown, "cmd for /f");
                }

                return;
            }
        }

        if (at < words.Count)
        {
            var branch = reading.OnBranch;
            reading.OnBranch |= name != "call";
            Read(words.GetRange(at, words.Count - at), reader, reading, depth + 1);
            reading.OnBranch = branch;
        }
    }

    private static void Assign(List<ShellWord> words, CmdReader reader, ReadingBuilder reading)
    {
        var text = string.Join(' ', words.Skip(1).Select(static word => word.Text));
        var equals = text.IndexOf('=');
        if (equals > 0 && words.TrueForAll(static word => word.IsKnown))
        {
            reader.Set(text[..equals].Trim(), text[(equals + 1)..]);
            EnvironmentEffects.Read(text[..equals].Trim(), ShellWord.Known(text[(equals + 1)..], words[0].Span), reading);
        }
        else if (text.Length == 0)
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
        }
        else if (equals > 0)
        {
            reading.Execute(Certainty.Unknown, "cmd set");
        }
    }
}
