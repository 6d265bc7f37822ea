namespace Pharos.Shell.Effects.Programs;

/// <summary>Clients of services. Their verbs decide: what is not known to look counts as a change.</summary>
internal static class CloudPrograms
{
    /// <summary>Services nest their commands, but a verb this deep is a value.</summary>
    private const int DeepestVerb = 5;

    /// <summary>A client that talks to another machine.</summary>
    public static void Verbs(ParsedArguments arguments, ReadingBuilder reading)
    {
        reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Program, reading.Label);
        Judge(arguments, reading, isLocal: false);
    }

    /// <summary>A client of a service on this machine: a container engine, a stack for development.</summary>
    public static void LocalVerbs(ParsedArguments arguments, ReadingBuilder reading) => Judge(arguments, reading, isLocal: true);

    public static void Infrastructure(ParsedArguments arguments, ReadingBuilder reading)
    {
        Verbs(arguments, reading);
        if (reading.Label is "ansible" or "ansible-playbook" or "salt" or "salt-call" or "puppet" or "chef-client" || arguments.Operands.Any(static word => word.Text is "console" or "apply" or "up" or "init"))
        {
            reading.Execute(Certainty.Certain);
        }
    }

    private static void Judge(ParsedArguments arguments, ReadingBuilder reading, bool isLocal)
    {
        var operands = arguments.Operands;
        var isRehearsal = IsRehearsal(operands, reading);
        var looked = operands.Count == 0 || isRehearsal;
        var isSecret = false;
        for (var i = 0; i < operands.Count && i < DeepestVerb; i++)
        {
            isSecret |= operands[i].Text is "secret" or "secrets" or "password" or "passwords";
            switch (CloudVerbs.Of(operands[i].Text))
            {
                case CloudVerb.Look when isSecret && !isLocal && operands[i].Text is "show" or "get" or "view" or "read":
                    reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Program, reading.Label + " " + operands[i].Text);
                    return;
                case CloudVerb.Look or CloudVerb.Settle:
                    return;
                case CloudVerb.Thing:
                    looked = true;
                    break;
                case CloudVerb.None:
                    break;
                case not CloudVerb.Look when CloudVerbs.IsName(operands[i].Text, reading.Label) && HasVerb(operands, i + 1):
                    break;
                case var verb:
                    // What runs elsewhere may have such an option of its own.
                    if (!isRehearsal || verb == CloudVerb.Run)
                    {
                        Does(verb, i, arguments, reading, isLocal);
                    }

                    return;
            }
        }

        if (!looked)
        {
            Changes(operands[0].Text, reading, isLocal);
        }
    }

    private static bool HasVerb(IReadOnlyList<ShellWord> operands, int from)
    {
        for (var i = from; i < operands.Count && i < DeepestVerb; i++)
        {
            if (CloudVerbs.Of(operands[i].Text) is not (CloudVerb.None or CloudVerb.Thing))
            {
                return true;
            }
        }

        return false;
    }

    private static void Does(CloudVerb verb, int at, ParsedArguments arguments, ReadingBuilder reading, bool isLocal)
    {
        var what = reading.Label + " " + arguments.Operands[at].Text;
        switch (verb)
        {
            case CloudVerb.Destroy:
                reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, what);
                Changes(arguments.Operands[at].Text, reading, isLocal);
                break;
            case CloudVerb.Send when IsFetched(at, arguments.Operands, reading):
                reading.Add(EffectKind.Download, Certainty.Certain, TargetKind.Url, arguments.Operands[at + 1].Text);
                reading.Apply(Role.Write, arguments.Operands[^1]);
                break;
            case CloudVerb.Send:
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, what);
                reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Program, reading.Label);
                Files(at, arguments, reading);
                break;
            case CloudVerb.Fetch:
                reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Program, what);
                Files(at, arguments, reading);
                break;
            case CloudVerb.Run:
                reading.Execute(Certainty.Unknown, what);
                break;
            case CloudVerb.Secret:
                reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Program, what);
                break;
            default:
                Changes(arguments.Operands[at].Text, reading, isLocal);
                break;
        }
    }

    /// <summary>A copy from the service to here; with <c>--delete</c> it also takes away what only this machine has.</summary>
    private static bool IsFetched(int at, IReadOnlyList<ShellWord> operands, ReadingBuilder reading) =>
        operands.Count == at + 3 && operands[at].Text is "cp" or "sync"
            && ReadingBuilder.LooksLikeUrl(operands[at + 1].Text) && operands[at + 2].IsKnown && !ReadingBuilder.LooksLikeUrl(operands[at + 2].Text)
            && reading.Command.Arguments.All(static word => word.IsKnown && !word.Text.StartsWith("--del", StringComparison.Ordinal));

    private static void Changes(string verb, ReadingBuilder reading, bool isLocal)
    {
        var what = reading.Label + " " + verb;
        if (isLocal)
        {
            reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, what);
        }
        else
        {
            reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, what);
        }
    }

    private static void Files(int at, ParsedArguments arguments, ReadingBuilder reading)
    {
        for (var i = at + 1; i < arguments.Operands.Count; i++)
        {
            reading.Apply(Role.Guess, arguments.Operands[i]);
        }
    }

    /// <summary>A run that only says what it would do, or prints a form or the manual.</summary>
    private static bool IsRehearsal(IReadOnlyList<ShellWord> operands, ReadingBuilder reading)
    {
        foreach (var word in reading.Command.Arguments)
        {
            if (word.IsKnown
                && (word.Text is "--dry-run" or "--dryrun" or "--dry-run=client" or "--dry-run=server" or "--help"
                    || word.Text.StartsWith("--generate-cli-skeleton", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return operands.Count > 0 && operands[^1].Text == "help" && reading.Label.StartsWith("aws", StringComparison.Ordinal);
    }
}
