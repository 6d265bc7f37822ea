using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Clients of remote services. They have thousands of commands, but their verbs are few: a verb that is not known to look counts as a change.</summary>
internal static class CloudPrograms
{
    private static readonly FrozenSet<string> Looks = Set(
        "can kustomize ls list get describe show status view info inspect search version help history logs log top diff plan validate explain whoami print check browse output graph providers fmt query tail env current-context cluster-info api-resources api-versions "
        + "template lint completion completions options configuration state-list account doctor cat events health users summary stat outdated refs blame annotate root heads paths parents manifest files resolve count read watch wait verify test fetch-metadata config-view locations regions prices docs web auth-status id name names ping");

    private static readonly FrozenSet<string> Destroys = Set("delete destroy rm rb remove terminate purge undelete-not drop wipe erase drain uninstall prune nuke del obliterate strip");

    private static readonly FrozenSet<string> Sends = Set("cp sync upload push put mv publish import deploy");

    public static void Verbs(ParsedArguments arguments, ReadingBuilder reading)
    {
        reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Program, reading.Label);
        Judge(arguments, reading);
    }

    public static void LocalVerbs(ParsedArguments arguments, ReadingBuilder reading) => Judge(arguments, reading);

    public static void Judge(ParsedArguments arguments, ReadingBuilder reading)
    {
        var looked = arguments.Operands.Count == 0;
        for (var i = 0; i < arguments.Operands.Count && i < 5; i++)
        {
            var text = arguments.Operands[i].Text;
            var dash = text.IndexOf('-');
            var verb = dash > 0 ? text[..dash] : text;
            if (Destroys.Contains(verb) && (i < 4 || dash > 0))
            {
                reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, reading.Label + " " + text);
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label + " " + text);
                return;
            }

            if (Sends.Contains(verb))
            {
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label + " " + text);
                reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Program, reading.Label);
                for (var j = i + 1; j < arguments.Operands.Count; j++)
                {
                    reading.Apply(Role.Guess, arguments.Operands[j]);
                }

                return;
            }

            if (verb is "exec" or "ssh" or "run" or "shell" or "invoke" or "eval" || text is "send-command" or "execute-command")
            {
                reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                return;
            }

            looked |= Looks.Contains(verb) || Looks.Contains(text);
        }

        if (!looked)
        {
            reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label + " " + arguments.Operands[0].Text);
        }
    }

    public static void Infrastructure(ParsedArguments arguments, ReadingBuilder reading)
    {
        Verbs(arguments, reading);
        if (reading.Label is "ansible" or "ansible-playbook" or "salt" or "salt-call" or "puppet" or "chef-client" || arguments.Operands.Any(static word => word.Text is "console" or "apply" or "up" or "init"))
        {
            reading.Execute(Certainty.Certain);
        }
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
