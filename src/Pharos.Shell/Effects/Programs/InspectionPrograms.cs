namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that look at the machine and print.</summary>
internal static class InspectionPrograms
{
    public static void GetEntries(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "shadow" or "gshadow")
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Path, "/etc/" + arguments.Operands[0].Text);
        }
    }

    public static void Date(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!arguments.Has("-j") && !arguments.Has("-f")
            && arguments.Operands.Any(static word => !word.IsKnown || (word.Text.Length > 0 && char.IsAsciiDigit(word.Text[0]))))
        {
            reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, "clock");
        }
    }

    public static void Ldd(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        foreach (var word in words)
        {
            if (!word.Text.StartsWith('-'))
            {
                // The loader it starts runs the file's own interpreter.
                reading.Path(EffectKind.Read, word);
                reading.Execute(Certainty.Possible);
            }
        }
    }
}
