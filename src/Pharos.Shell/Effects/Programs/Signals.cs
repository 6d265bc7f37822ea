namespace Pharos.Shell.Effects.Programs;

/// <summary>Reads <c>kill</c> and its relatives: a number that begins with a dash is a signal first and a process group or every process after it.</summary>
internal static class Signals
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var byName = reading.Label is "pkill" or "killall" or "skill" or "snice";
        var signalGiven = false;
        var onlyTargets = false;
        var targets = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var text = word.Text;
            if (!onlyTargets && text == "--")
            {
                onlyTargets = true;
            }
            else if (!onlyTargets && word.IsKnown && text.Length > 1 && text[0] == '-')
            {
                if (text is "-l" or "-L" or "--list" or "--table")
                {
                    return;
                }

                if (text is "-s" or "-n" or "-o" or "-q" or "--signal" or "--queue" or "--timeout" or "-g" or "-G" or "-P" or "-t" or "-F" or "--pidfile" or "--older-than" or "--younger-than" or "-r")
                {
                    signalGiven |= text is "-s" or "-n" or "--signal";
                    i += byName && text is "-o" or "-n" or "-q" or "-r" ? 0 : 1;
                }
                else if (text is "-u" or "-U" or "--user" or "--euid" or "--uid" && i + 1 < words.Count)
                {
                    Target(words[++i], reading);
                    targets++;
                }
                else if (!byName && signalGiven && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
                {
                    Target(word, reading);
                    targets++;
                }
                else
                {
                    signalGiven |= text[1] != '-';
                }
            }
            else
            {
                Target(word, reading);
                targets++;
            }
        }

        if (targets == 0 && reading.Label is "killall5" or "xkill" or "fkill")
        {
            reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, reading.Label == "killall5" ? "-1" : reading.Label);
        }
        else if (targets == 0 && reading.Command.PipedFrom is not null)
        {
            reading.Add(EffectKind.ControlProcess, Certainty.Unknown, TargetKind.Process, reading.Label);
        }
    }

    private static void Target(ShellWord word, ReadingBuilder reading) =>
        reading.Add(EffectKind.ControlProcess, ReadingBuilder.Known(word), TargetKind.Process, word.Text);
}
