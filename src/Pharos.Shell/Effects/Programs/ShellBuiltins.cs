namespace Pharos.Shell.Effects.Programs;

/// <summary>Commands of the shell itself.</summary>
internal static class ShellBuiltins
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("cd pushd chdir") { Raw = ChangeDirectory, Traits = Traits.NoHelp },
        new("popd") { Raw = static (_, reading) => reading.LosesWorkingDirectory = true },
        new("echo : true false pwd wait jobs bg fg disown type hash times shift break continue return exit logout dirs suspend let expr test [ [[ compgen caller bind getopts "
            + "ulimit umask read readarray mapfile which whereis command_not_found_handle seq sleep yes tput clear reset basename dirname factor nproc tty logname",
            "none*") { Traits = Traits.Harmless | Traits.StopAtOperand | Traits.NoHelp },
        new("printf", "none*", "-v=none") { Traits = Traits.StopAtOperand | Traits.Harmless, After = Assigns },
        new("export declare typeset local readonly", "none*", "-x -r -i -a -A -g -l -u -n -p -f -F -t") { Traits = Traits.NoHelp, After = Assignments },
        new("set", "none*", "-o=none") { Traits = Traits.Harmless | Traits.NoHelp, After = History },
        new("unset", "none*", "-v -f -n") { Traits = Traits.NoHelp, After = Unset },
        new("shopt", "none*") { Traits = Traits.Harmless },
        new("alias", "none*", "-p") { After = Alias },
        new("unalias", "none*", "-a"),
        new("eval") { Raw = Evaluate, Traits = Traits.NoHelp },
        new("source .", "script none*") { Traits = Traits.StopAtOperand | Traits.NoHelp },
        new("exec", "command", "-c -l -a=none") { Traits = Traits.StopAtOperand | Traits.NoHelp },
        new("command builtin", "command", "-p -v!quiet -V!quiet") { Raw = CommandBuiltin, Traits = Traits.NoHelp },
        new("trap", "none*", "-l -p") { Traits = Traits.StopAtOperand, After = Trap },
        new("history fc", "none*", "-c!weaken -d=none!weaken -a?none -r?read!exec? -w?guess-write -n -s -p -l -e=program") { Traits = Traits.StopAtOperand },
        new("complete compopt", "none*", "-F=none -W=none -C=shell -A=none -o=none -p -r -f -d -G=none -P=none -S=none -X=none -D -E -I -a -b -c -e -g -j -k -s -u -v"),
        new("enable", "none*", "-a -n -p -s -d -f=library") { After = static (arguments, reading) => { if (arguments.Has("-n")) { reading.Add(EffectKind.Weaken, Certainty.Possible, TargetKind.Program, "enable -n"); } } },
    ];

    private static void ChangeDirectory(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
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

    private static void Evaluate(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
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

    private static void CommandBuiltin(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
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

    private static void Assignments(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Assigns(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Value("-v") is { } name)
        {
            EnvironmentEffects.Read(name.Text, new ShellWord("", false, "", false, name.Span), reading);
        }
    }

    private static void History(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Unset(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith("HIST", StringComparison.Ordinal))
            {
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Variable, word.Text);
            }
        }
    }

    private static void Alias(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Trap(ParsedArguments arguments, ReadingBuilder reading)
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
}
