namespace Pharos.Shell.Effects;

/// <summary>Reads what one simple command would do from the catalogue of programs. Pure and safe to call from several threads.</summary>
public sealed class CommandEffects
{
    /// <summary>Reads a command: its program and arguments, its redirections and its environment.</summary>
    /// <param name="command">The command after expansion.</param>
    /// <param name="context">Where it would run.</param>
    public CommandReading Read(ShellCommand command, ShellContext context)
    {
        var reading = new ReadingBuilder(command, context, command.Program.Text);
        foreach (var (name, value) in command.Environment)
        {
            EnvironmentEffects.Read(name, value, reading);
        }

        Program(command, reading);
        RedirectEffects.Read(command, reading);
        if (reading.RunsStandardInput && !reading.HasCode)
        {
            reading.Execute(Certainty.Unknown, "standard input of " + reading.Label);
        }

        return reading.Build();
    }

    private static void Program(ShellCommand command, ReadingBuilder reading)
    {
        var program = command.Program;
        if (program.Text.Length == 0)
        {
            return;
        }

        if (!program.IsKnown)
        {
            reading.Execute(Certainty.Unknown);
            return;
        }

        if (program.Text.Length > 1 && program.Text[0] == '!')
        {
            // "!word" is a line of the history, or what a person types to leave a program that reads the lines before it.
            reading.Execute(Certainty.Unknown);
            return;
        }

        var name = ProgramName.Of(program.Text);
        if (name is null)
        {
            reading.Execute(program);
            Stray(command.Arguments, reading);
            if (program.Text[(program.Text.LastIndexOf('/') + 1)..] is "nc" or "ncat" or "netcat" or "socat" or "cloudflared" or "ngrok" or "chisel" or "frpc" or "bore" or "busybox" && Catalogue.Find(program.Text[(program.Text.LastIndexOf('/') + 1)..]) is { } carried)
            {
                // A tool that opens a way out does so from wherever it was put.
                SpecReader.Read(carried, command.Arguments, reading);
            }

            return;
        }

        reading.Label = name;
        SubscriptNames.Read(name, command, reading);
        var spec = Catalogue.Find(name);
        if (spec is null)
        {
            if (!Conventions.TryRead(name, command, reading))
            {
                reading.Execute(Certainty.Unknown);
            }

            Stray(command.Arguments, reading);
            return;
        }

        if (!spec.Is(Traits.NoHelp) && AsksForHelp(command.Arguments))
        {
            return;
        }

        SpecReader.Read(spec, command.Arguments, reading);
    }

    /// <summary>Only the bare forms count: with anything else beside it a program may act before it looks at <c>--help</c>.</summary>
    private static bool AsksForHelp(IReadOnlyList<ShellWord> arguments)
    {
        if (arguments.Count is 0 or > 4 || arguments[^1].Text is not ("--help" or "--version"))
        {
            return false;
        }

        for (var i = 0; i < arguments.Count - 1; i++)
        {
            foreach (var character in arguments[i].Text)
            {
                if (!char.IsAsciiLetterLower(character) && character != '-')
                {
                    return false;
                }
            }

            if (!arguments[i].IsKnown || arguments[i].Text.StartsWith('-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An unknown program that is given a secret or a URL: what it does with it is not known, but that it was named is.</summary>
    private static void Stray(IReadOnlyList<ShellWord> arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments)
        {
            if (word.Text.Contains("://", StringComparison.Ordinal))
            {
                reading.Url(word.Text);
                reading.Add(EffectKind.Network, Certainty.Possible, TargetKind.Url, word.Text);
            }
            else if (word.IsKnown && ReadingBuilder.LooksLikePath(word.Text) && (reading.Directory is not null || word.Text[0] == '/'))
            {
                var path = reading.PathOf(word.Text);
                if ((PathClasses.Of(path, reading.Context.Home) & PathClass.Secret) != PathClass.None)
                {
                    reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Path, path);
                }
            }
        }
    }
}
