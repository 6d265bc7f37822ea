namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that change the machine.</summary>
internal static class SystemPrograms
{
    /// <summary>Multiplexers run what they are told to type or start.</summary>
    public static void Multiplexer(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "screen")
        {
            Screen(reading);
        }

        if (reading.Label.StartsWith("tmux ", StringComparison.Ordinal) && arguments.Operands.Any(IsAnotherTmuxCommand))
        {
            reading.Execute(Certainty.Unknown);
        }
    }

    /// <summary>A semicolon ends one command of tmux and begins the next; <c>#(…)</c> in a format runs a shell.</summary>
    private static bool IsAnotherTmuxCommand(ShellWord word) => !word.IsKnown || word.Text.EndsWith(';') || word.Text.Contains("#(", StringComparison.Ordinal);

    /// <summary>A window's one word is a text for a shell; several words are a command that runs as it stands.</summary>
    public static void Window(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count == 1)
        {
            reading.Script(arguments.Operands[0], reading.Label);
        }
        else
        {
            reading.Nested(arguments.Operands, reading.Label);
        }
    }

    /// <summary>Keys are typed into whatever runs in a pane, a shell as a rule; names of keys are no text.</summary>
    public static void Keys(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var key in arguments.Operands)
        {
            if (key.Text is not ("Enter" or "C-m" or "Space" or "C-c" or "C-l" or "Escape" or "Tab"))
            {
                reading.Script(key, reading.Label);
            }
        }

        reading.Execute(Certainty.Certain);
    }

    private static void Screen(ReadingBuilder reading)
    {
        var words = reading.Command.Arguments;
        var at = 0;
        while (at < words.Count && words[at].Text is ['-', ..] text)
        {
            if (text is "-X")
            {
                reading.Execute(Certainty.Unknown, "screen -X");
            }

            // The last letter of a cluster may take the next word.
            at += text[^1] is 'S' or 'c' or 's' or 'T' or 't' or 'e' or 'p' or 'h' && text is not ("-ls" or "-list") ? 2 : 1;
        }

        reading.Nested(SpecReader.Rest(words, at), "screen");
    }

    /// <summary>Several of these programs run what follows a bar where a file name is expected.</summary>
    public static void PipedNames(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith('|') || word.Text.StartsWith("%pipe%", StringComparison.Ordinal) || word.Text.StartsWith("msl:", StringComparison.OrdinalIgnoreCase) || word.Text.StartsWith("ephemeral:", StringComparison.OrdinalIgnoreCase))
            {
                reading.Execute(Certainty.Certain, reading.Label + " " + word.Text);
            }
        }
    }

    public static void Manage(ParsedArguments arguments, ReadingBuilder reading)
    {
        var verb = arguments.Operands.Count > 0 ? arguments.Operands[0].Text : "";
        var second = arguments.Operands.Count > 1 ? arguments.Operands[1].Text : "";
        if (reading.Label is "service" or "rc-service" or "chkconfig" or "update-rc.d")
        {
            (verb, second) = (second, verb);
            if (second.Contains('/'))
            {
                // The name is a file below the folder of init scripts, and nothing keeps it there.
                reading.Execute(arguments.Operands[0]);
                reading.Execute(Certainty.Unknown);
            }
        }

        if (reading.Label == "loginctl")
        {
            // Its pager is one that starts a shell.
            reading.Execute(Certainty.Possible);
        }

        switch (verb)
        {
            case "" or "status" or "show" or "list" or "is-active" or "is-enabled" or "is-failed" or "cat" or "get-default" or "help" or "--status-all":
                break;
            case var look when look.StartsWith("list", StringComparison.Ordinal) || look.StartsWith("show", StringComparison.Ordinal) || look.EndsWith("status", StringComparison.Ordinal):
                break;
            case "enable" or "link" or "preset" or "reenable" or "edit" or "load" or "bootstrap" or "submit" or "defaults" or "add" or "set-default" or "on":
                reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Process, second);
                break;
            default:
                reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, second.Length > 0 ? second : verb);
                break;
        }
    }

    public static void Net(ParsedArguments arguments, ReadingBuilder reading)
    {
        var firewall = reading.Label is "ufw" or "iptables" or "ip6tables" or "nft" or "firewall-cmd" or "arptables" or "ebtables" or "ipset";
        foreach (var word in reading.Command.Arguments)
        {
            var text = word.Text;
            if (firewall && text is "-F" or "-X" or "-P" or "-A" or "-I" or "-D" or "-t" or "disable" or "allow" or "flush" or "delete" or "reset" or "stop" or "enable" or "deny" or "add" or "-f"
                || firewall && (text.StartsWith("--add", StringComparison.Ordinal) || text.StartsWith("--remove", StringComparison.Ordinal) || text.StartsWith("--panic", StringComparison.Ordinal) || text.StartsWith("--flush", StringComparison.Ordinal)))
            {
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, reading.Label);
            }
            else if (!firewall && text is "add" or "del" or "delete" or "set" or "up" or "down" or "change" or "replace" or "flush" or "modify" or "connect" or "disconnect" or "off" or "on" or "block")
            {
                reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Program, reading.Label);
            }
            else if (!firewall && text is "exec" or "-b" or "-batch")
            {
                reading.Execute(Certainty.Certain, reading.Label + " " + text);
            }
        }
    }

    public static void Crontab(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!arguments.Has("-l"))
        {
            reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, "crontab");
        }

        if (!arguments.Has("-l") && !arguments.Has("-r") && !arguments.Has("-e") && (arguments.Operands.Count == 0 || arguments.Operands[0].Text == "-"))
        {
            reading.RunsStandardInput = true;
        }

        if (arguments.Has("-r"))
        {
            reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, "crontab");
        }
    }

    public static void Sysctl(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Any(static word => word.Text.Contains('=')))
        {
            reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, "sysctl");
        }
    }
}
