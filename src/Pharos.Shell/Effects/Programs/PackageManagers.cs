namespace Pharos.Shell.Effects.Programs;

/// <summary>Package managers: installing runs the packages' own scripts.</summary>
internal static class PackageManagers
{
    /// <summary><c>pip config --editor</c> and <c>pip config set</c> decide what later runs start and where they fetch from.</summary>
    public static void PipConfig(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!reading.Label.EndsWith(" config", StringComparison.Ordinal))
        {
            return;
        }

        var words = reading.Command.Arguments;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text == "--editor" && i + 1 < words.Count)
            {
                reading.Script(words[i + 1], reading.Label + " --editor");
                reading.Execute(Certainty.Certain, reading.Label + " --editor");
            }
            else if (words[i].Text is "edit" or "set" or "unset" or "--set" or "--add" or "--append" or "--prepend")
            {
                reading.Add(EffectKind.Persist, Certainty.Possible, TargetKind.Program, reading.Label);
            }
        }
    }

    public static void Flagged(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.IsQuiet)
        {
            return;
        }

        foreach (var word in reading.Command.Arguments)
        {
            var text = word.Text;
            if (text.StartsWith("-q", StringComparison.Ordinal) || text.StartsWith("-Q", StringComparison.Ordinal) || text.StartsWith("-Ss", StringComparison.Ordinal) || text.StartsWith("-Si", StringComparison.Ordinal)
                || text is "-l" or "-L" or "-s" or "-S" or "--list" or "--listfiles" or "--search" or "--status" or "-p" or "--info" or "-F" or "showmanual" or "showauto" or "showhold" or "-I" or "-c")
            {
                return;
            }
        }

        reading.Add(EffectKind.Install, Certainty.Certain, TargetKind.Package, arguments.Operands.Count > 0 ? arguments.Operands[0].Text : reading.Label);
        reading.Execute(Certainty.Possible);
    }
}
