namespace Pharos.Shell.Effects.Programs;

/// <summary>Commands of the shell itself.</summary>
internal static class ShellBuiltins
{
    public static void ChangeDirectory(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        ShellWord? target = null;
        foreach (var word in words)
        {
            if (word.Text is not ("-L" or "-P" or "-e" or "-@" or "--" or "-n") || !word.IsKnown)
            {
                target ??= word;
            }
        }

        if (target is not { } folder)
        {
            reading.NewWorkingDirectory = reading.Context.Home;
        }
        else if (folder.IsKnown && folder.Text.Length > 0 && folder.Text[0] is not ('-' or '+') && (reading.Directory is not null || folder.Text[0] == '/'))
        {
            // "cd" climbs along the words it went down by; only -P follows the links.
            reading.NewWorkingDirectory = words.Any(word => word.Text == "-P")
                ? reading.Context.Files.Look(reading.PathOf(folder.Text)).Resolved ?? reading.PathOf(folder.Text)
                : PathText.Normalise(reading.Directory, folder.Text);
        }
        else
        {
            reading.LosesWorkingDirectory = true;
        }
    }

    public static void Evaluate(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        if (words.Count > 0 && words[0].Text == "--")
        {
            words = SpecReader.Rest(words, 1);
        }

        if (words.Count == 1)
        {
            reading.Script(words[0], "eval");
        }
        else if (words.Count > 1)
        {
            var text = string.Join(' ', words.Select(static word => word.Text));
            var known = words.All(static word => word.IsKnown);
            reading.Script(new ShellWord(text, known, known ? text : words[0].KnownPrefix, false, new SourceSpan(words[0].Span.Start, words[^1].Span.End)), "eval");
        }
    }

    public static void CommandBuiltin(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var at = 0;
        while (at < words.Count && words[at].Text.StartsWith('-'))
        {
            if (words[at].Text.AsSpan().ContainsAny("vV"))
            {
                return;
            }

            at++;
        }

        reading.Nested(SpecReader.Rest(words, at), reading.Label);
    }

    public static void Assignments(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals > 0)
            {
                var name = word.Text[..equals].TrimEnd('+');
                EnvironmentEffects.Read(name, ParsedArguments.Part(word, equals + 1), reading);
            }
            else if (!word.IsKnown && word.KnownPrefix.Length == 0)
            {
                reading.Add(EffectKind.Execute, Certainty.Possible, TargetKind.Variable, word.Text);
            }
        }
    }

    public static void Assigns(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Value("-v") is { } name)
        {
            EnvironmentEffects.Read(name.Text, new ShellWord("", false, "", false, name.Span), reading);
        }
    }

    public static void History(ParsedArguments arguments, ReadingBuilder reading)
    {
        var words = reading.Command.Arguments;
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i].Text == "+o" && words[i + 1].Text == "history")
            {
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Variable, "history");
            }
        }
    }

    public static void Unset(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith("HIST", StringComparison.Ordinal))
            {
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Variable, word.Text);
            }
        }
    }

    public static void Alias(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals > 0)
            {
                reading.Script(ParsedArguments.Part(word, equals + 1), "alias " + word.Text[..equals]);
            }
        }
    }

    public static void Trap(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Operands[0].Text is not ("-" or ""))
        {
            reading.Script(arguments.Operands[0], "trap");
            if (arguments.Operands.Any(static word => word.Text is "DEBUG" or "debug"))
            {
                // It runs before every later command, whatever that is.
                reading.Execute(Certainty.Possible, "trap DEBUG");
            }
        }
    }

    public static void Enable(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Has("-n"))
        {
            reading.Add(EffectKind.Weaken, Certainty.Possible, TargetKind.Program, "enable -n");
        }
    }

    public static void PopDirectory(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        reading.LosesWorkingDirectory = true;
    }
}
