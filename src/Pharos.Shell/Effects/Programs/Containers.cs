namespace Pharos.Shell.Effects.Programs;

/// <summary>Container engines and clusters.</summary>
internal static class Containers
{
    public static void Run(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (value is not { } word || option.Key is not ("-v" or "--mount" or "--network" or "--userns" or "--ipc"))
            {
                continue;
            }

            var text = word.Text;
            if (option.Key is "--network" or "--userns" or "--ipc")
            {
                if (text == "host")
                {
                    reading.Add(EffectKind.Escalate, Certainty.Possible, TargetKind.Program, reading.Label);
                }

                continue;
            }

            var source = option.Key == "-v" ? text.Split(':')[0] : text.Split(',').FirstOrDefault(static part => part.StartsWith("source=", StringComparison.Ordinal) || part.StartsWith("src=", StringComparison.Ordinal)) is { } part ? part[(part.IndexOf('=') + 1)..] : "";
            if (source.StartsWith('/') || source.StartsWith('.') || source.StartsWith('~') || source.StartsWith('$'))
            {
                Mounted(word, source, text, reading);
            }
        }

        if (arguments.Value("--entrypoint") is { } entry)
        {
            reading.Nested([entry, .. SpecReader.Rest(arguments.Operands, 1)], reading.Label, elsewhere: true);
        }
        else
        {
            reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);
        }
    }

    private static void Mounted(ShellWord word, string source, string text, ReadingBuilder reading)
    {
        if (!word.IsKnown && !word.KnownPrefix.StartsWith(source, StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Write, Certainty.Unknown, TargetKind.Path, source);
            return;
        }

        var path = reading.PathOf(source);
        reading.IsRecursive = true;
        reading.Absolute(EffectKind.Read, path, Certainty.Possible);
        if (!text.EndsWith(":ro", StringComparison.Ordinal) && !text.Contains("readonly", StringComparison.Ordinal))
        {
            reading.Absolute(EffectKind.Write, path, Certainty.Possible);
        }

        // The container's root is the host's root for what is mounted; the engine's socket gives everything.
        if (path is "/" or "/etc" or "/root" or "/var" or "/usr" or "/home" or "/boot" or "/dev" or "/proc" or "/sys" || path.EndsWith(".sock", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Path, path);
        }
    }

    public static void Exec(ParsedArguments arguments, ReadingBuilder reading) =>
        reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);

    public static void Kube(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Operands[0].Text == "config")
        {
            // The clusters and users that are chosen from stand in a file of the person's own.
            if (arguments.Operands[1].Text is not ("view" or "current-context" or "get-contexts" or "get-clusters" or "get-users"))
            {
                reading.Done(SpecNotation.Effects("write:~/.kube/config~"));
            }

            return;
        }

        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text == "port-forward")
        {
            // The port is one of this machine alone, unless an address says otherwise.
            reading.Done(SpecNotation.Effects("net"));
            var isLocal = arguments.Value("--address") is not { } address || address.Text.Split(',').All(static part => part is "localhost" or "127.0.0.1" or "::1");
            reading.Add(EffectKind.Listen, isLocal ? Certainty.Possible : Certainty.Certain, TargetKind.Program, reading.Label);
            return;
        }

        CloudPrograms.Verbs(arguments, reading);
        if (arguments.Operands.Any(static word => word.Text is "secret" or "secrets" || word.Text.StartsWith("secret/", StringComparison.Ordinal)) && arguments.Operands[0].Text is "get" or "describe")
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Program, "kubectl secret");
        }

        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "exec" or "run" or "debug" or "attach")
        {
            reading.Execute(Certainty.Certain, "kubectl " + arguments.Operands[0].Text);
            var words = reading.Command.Arguments;
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].Text == "--")
                {
                    reading.Nested(SpecReader.Rest(words, i + 1), "kubectl exec", elsewhere: true);
                }
            }
        }
    }
}
