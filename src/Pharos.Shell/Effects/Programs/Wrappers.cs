namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that run another program.</summary>
internal static class Wrappers
{
    /// <summary>How many arguments after <c>:::</c> are followed one by one; the command itself is followed in any case.</summary>
    private const int MostArguments = 16;

    public static void Env(ParsedArguments arguments, ReadingBuilder reading)
    {
        var at = 0;
        var environment = new List<KeyValuePair<string, ShellWord>>();
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals <= 0)
            {
                break;
            }

            var value = ParsedArguments.Part(word, equals + 1);
            environment.Add(new(word.Text[..equals], value));
            EnvironmentEffects.Read(word.Text[..equals], value, reading);
            at++;
        }

        if (at > 0)
        {
            reading.ReplaceNested(SpecReader.Rest(arguments.Operands, at), reading.Label, environment);
        }

        if (reading.Label == "env" && arguments.Operands.Count == 0)
        {
            reading.Add(EffectKind.List, Certainty.Certain, TargetKind.Variable, "environment");
        }

        if (arguments.Operands.Count == 0 && (arguments.Has("-i") || arguments.Has("-s")) && reading.Label != "env")
        {
            reading.RunsStandardInput = true;
        }
    }

    public static void Number(ParsedArguments arguments, ReadingBuilder reading)
    {
        // taskset, chrt, faketime, setarch and proxychains' kin take one value before the command.
        if (reading.Label is "taskset" or "chrt" or "faketime" or "setarch" && arguments.Operands.Count > 1)
        {
            reading.ReplaceNested(SpecReader.Rest(arguments.Operands, 1), reading.Label, []);
        }
    }

    public static void Xargs(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var arguments = ParsedArguments.Parse(spec, words);
        if (arguments.UnknownOption is { } unknown)
        {
            reading.Execute(Certainty.Unknown, "xargs " + unknown.Text);
        }

        if (arguments.Value("-a") is { } file)
        {
            reading.Apply(Role.Read, file);
        }

        var token = arguments.Has("-I") ? arguments.Value("-I")?.Text ?? "{}" : arguments.Has("-i") ? "{}" : arguments.Value("-J")?.Text;
        var at = arguments.FirstOperandAt;
        if (arguments.Has("-I") && arguments.Value("-I") is null && at < words.Count)
        {
            token = words[at++].Text;
        }

        var command = new List<ShellWord>();
        for (; at < words.Count; at++)
        {
            var word = words[at];
            var index = token is null || token.Length == 0 ? -1 : word.Text.IndexOf(token, StringComparison.Ordinal);
            command.Add(index < 0 ? word : new ShellWord(word.Text, false, word.Text[..index], false, word.Span));
        }

        if (command.Count > 0)
        {
            if (token is null)
            {
                command.Add(new ShellWord("{}", false, "", false, reading.Command.Span));
            }

            reading.Nested(command, "xargs", extra: true, placeholder: arguments.Has("-a") ? null : token is { Length: > 0 } ? token : "{}");
        }
    }

    public static void Parallel(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var at = 0;
        while (at < words.Count && words[at].Text.StartsWith('-'))
        {
            at += words[at].Text is "-j" or "--jobs" or "-n" or "-N" or "-a" or "--colsep" or "-C" or "--delay" ? 2 : 1;
        }

        var text = string.Join(' ', SpecReader.Rest(words, at).TakeWhile(static word => !word.Text.StartsWith(":::", StringComparison.Ordinal)).Select(static word => word.Text));
        if (text.Length == 0 || text.Contains('{'))
        {
            reading.Execute(Certainty.Possible, "parallel");
        }

        reading.Script(new ShellWord(text + " {}", text.Length > 0, text, false, reading.Command.Span), "parallel");
        var list = words.ToList().FindIndex(static word => word.Text == ":::");
        for (var i = list + 1; list > 0 && i < words.Count && i <= list + MostArguments && text.Length > 0; i++)
        {
            // The arguments stand on the line, so what each run does is known.
            var filled = text.Contains("{}", StringComparison.Ordinal) ? text.Replace("{}", words[i].Text, StringComparison.Ordinal) : text + " " + words[i].Text;
            reading.Script(new ShellWord(filled, words[i].IsKnown, text, false, reading.Command.Span), "parallel");
        }
    }

    public static void Joined(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 0)
        {
            var text = string.Join(' ', arguments.Operands.Select(static word => word.Text));
            reading.Script(new ShellWord(text, arguments.Operands.All(static word => word.IsKnown), "", false, arguments.Operands[0].Span), "watch");
        }
    }

    public static void Contained(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (text == "--" && reading.Label == "capsh" && i + 2 < words.Count && words[i + 1].Text is "-c" or "-lc")
            {
                // capsh hands these to a shell of its own.
                reading.Script(words[i + 2], "capsh");
                return;
            }

            // Folders, users and units stand before the command; the first name of a program is the command.
            var name = text[(text.LastIndexOf('/') + 1)..];
            if (text.Length > 1 && text[0] != '-' && (CodeScanner.IsShell(name) || Catalogue.Find(name) is not null))
            {
                reading.Nested(SpecReader.Rest(words, i), reading.Label);
                return;
            }
        }
    }

    public static void Flock(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 2 && arguments.Operands[1].Text is "-c" or "--command")
        {
            reading.ReplaceNested([], "flock", []);
            reading.Script(arguments.Operands[2], "flock -c");
        }
    }

    public static void WithoutCommand(ParsedArguments arguments, ReadingBuilder reading)
    {
        var words = reading.Command.Arguments;
        for (var i = 1; i < words.Count && reading.Label == "runuser"; i++)
        {
            if (words[i - 1].Text is "-u" or "--user" || words[i - 1].Text.StartsWith("--user=", StringComparison.Ordinal))
            {
                // With a user given by option, runuser starts a program as sudo does.
                i += words[i - 1].Text is "-u" or "--user" ? 1 : 0;
                i += i < words.Count && words[i].Text == "--" ? 1 : 0;
                reading.Nested(SpecReader.Rest(words, i), "runuser");
                return;
            }
        }

        if (!arguments.Has("-c"))
        {
            reading.RunsStandardInput = true;
        }
    }
}
