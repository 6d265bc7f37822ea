namespace Pharos.Shell.Effects;

/// <summary>Applies a row of the catalogue to the arguments of a command.</summary>
internal static class SpecReader
{
    private const int DeepestSubcommand = 6;

    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading, int depth = 0)
    {
        if (spec.Entry.Raw is { } raw)
        {
            reading.Done(spec.Does, isEveryRun: true);
            raw(spec, words, reading);
            return;
        }

        ReadRow(spec, words, reading, depth);
    }

    /// <summary>Reads the arguments by the row alone, for readers that only look at some forms themselves.</summary>
    public static void ReadRow(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading, int depth = 0)
    {
        var arguments = ParsedArguments.Parse(spec, words);
        // The folder first, wherever it stands: "tar xf a.tar -C .." unpacks there and not here.
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Value is Role.Folder && value is { } folder)
            {
                reading.Apply(Role.Folder, folder);
            }
        }

        foreach (var (option, _) in arguments.Options)
        {
            reading.Done(option.Does);
        }

        reading.Done(spec.Does, isEveryRun: true);
        if (arguments.UnknownOption is { } unknown)
        {
            if (Conventions.IsPlainOption(unknown) && Conventions.ArePlain(words))
            {
                reading.Conventional(EffectKind.Execute, reading.Label + " " + unknown.Text);
            }
            else
            {
                reading.Execute(Certainty.Unknown, reading.Label + " " + unknown.Text);
            }
        }

        foreach (var (option, value) in arguments.Options)
        {
            if (option.Value is { } role and not (Role.None or Role.Folder) && value is { } word)
            {
                reading.Apply(role, word, isOperand: false);
            }
        }

        if (spec.HasSubcommands)
        {
            Subcommand(spec, words, arguments, reading, depth);
        }
        else
        {
            Operands(spec, arguments, words, reading);
        }

        if (reading.IsQuiet)
        {
            return;
        }

        spec.Entry.After?.Invoke(arguments, reading);
        if (spec.Is(Traits.ShellEscape))
        {
            reading.PossibleCode();
        }

        if (spec.Is(Traits.RunsInput) && !reading.HasCode)
        {
            reading.RunsStandardInput = true;
        }
    }

    private static void Operands(ProgramSpec spec, ParsedArguments arguments, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var operands = arguments.Operands;
        for (var i = 0; i < operands.Count; i++)
        {
            var role = spec.RoleAt(i, operands.Count);
            if (role == Role.Command)
            {
                reading.Nested(Rest(operands, i), reading.Label);
                return;
            }

            if (reading.IsQuiet)
            {
                Look(role, operands[i], reading);
                continue;
            }

            // A code operand that an option already gave is a file (sed -e, awk -f, grep -e).
            if (role == Role.Script && reading.HasCode)
            {
                continue;
            }

            reading.Apply(role, operands[i]);
        }

        if (operands.Count == 0 && spec.Is(Traits.ListsHere) && reading.Directory is { } here)
        {
            reading.Add(EffectKind.List, Certainty.Certain, TargetKind.Path, here, false, reading.IsRecursive);
        }
    }

    /// <summary>A run that only shows what is there or what it would do still opens the files it is given.</summary>
    private static void Look(Role role, ShellWord word, ReadingBuilder reading)
    {
        switch (role)
        {
            case Role.Read or Role.Edit or Role.Convert or Role.Script:
                reading.Apply(Role.Read, word);
                break;
            case Role.Write or Role.Delete or Role.Move or Role.List or Role.Create or Role.Folder or Role.Device:
                reading.Apply(Role.List, word);
                break;
            case Role.Guess or Role.Url or Role.Fetch or Role.UrlOrPath or Role.Host:
                reading.Apply(role, word);
                break;
            default:
                break;
        }
    }

    private static void Subcommand(ProgramSpec spec, IReadOnlyList<ShellWord> words, ParsedArguments arguments, ReadingBuilder reading, int depth)
    {
        if (arguments.Operands.Count == 0)
        {
            if (spec.Subcommand("") is { } bare)
            {
                Read(bare, [], reading, depth + 1);
            }

            return;
        }

        var word = arguments.Operands[0];
        if (!word.IsKnown || depth > DeepestSubcommand)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " " + word.Text);
            return;
        }

        // git, cargo, kubectl and their kind start "git-NAME" for a subcommand that is not their own.
        var row = spec.OwnSubcommand(word.Text) ?? Catalogue.Find(reading.Label + "-" + word.Text) ?? spec.Subcommand(word.Text);
        reading.Label = reading.Label + " " + word.Text;
        if (row is null)
        {
            if (word.Text is not ("help" or "version"))
            {
                if (Conventions.OfSubcommand(SpecReader.Rest(words, arguments.FirstOperandAt)) is EffectKind.List)
                {
                    reading.Conventional(EffectKind.List);
                }
                else
                {
                    reading.Execute(Certainty.Unknown);
                }
            }

            return;
        }

        // Options may stand before the subcommand; what follows it belongs to it.
        var at = arguments.FirstOperandAt;
        Read(row, Rest(words, at + 1), reading, depth + 1);
    }

    public static IReadOnlyList<ShellWord> Rest(IReadOnlyList<ShellWord> words, int from)
    {
        if (from >= words.Count)
        {
            return [];
        }

        var rest = new ShellWord[words.Count - from];
        for (var i = from; i < words.Count; i++)
        {
            rest[i - from] = words[i];
        }

        return rest;
    }
}
