namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that make, copy, move and remove files.</summary>
internal static class FilePrograms
{
    public static void Target(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Has("-t") && arguments.Operands.Count > 0)
        {
            reading.Apply(reading.Label == "mv" ? Role.Move : Role.Read, arguments.Operands[^1]);
        }
    }

    /// <summary>What <c>--delete</c> takes away lies in the destination, and nowhere else.</summary>
    public static void Synchronise(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Options.Any(static option => option.Option.Key.StartsWith("--delete", StringComparison.Ordinal)) && !arguments.Operands[^1].Text.Contains(':', StringComparison.Ordinal))
        {
            reading.IsRecursive = true;
            reading.Path(EffectKind.Delete, arguments.Operands[^1], possible: true);
        }
    }

    public static void Dd(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        foreach (var word in words)
        {
            if (word.Text.StartsWith("of=", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Write, ParsedArguments.Part(word, 3));
            }
            else if (word.Text.StartsWith("if=", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Read, ParsedArguments.Part(word, 3));
            }
        }
    }

    public static void Chmod(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var mode = "";
        foreach (var word in words)
        {
            if (word.Text is "-R" or "--recursive" or "-Rv" or "-vR" or "-Rf")
            {
                reading.IsRecursive = true;
            }
            else if (word.Text.StartsWith("--reference=", StringComparison.Ordinal) || (mode.Length == 0 && (!word.Text.StartsWith('-') || word.Text.AsSpan(1).ContainsAny("rwxst"))))
            {
                mode = word.Text;
            }
            else if (!word.Text.StartsWith('-'))
            {
                reading.Path(EffectKind.Write, word, reversible: true);
                var digits = mode.TrimStart('0');
                var octal = digits.Length > 0 && digits.All(char.IsAsciiDigit);
                var target = word.IsKnown ? reading.PathOf(word.Text) : word.Text;
                if (octal ? digits.Length >= 4 && digits[^4] >= '2' : mode.Contains('s', StringComparison.Ordinal))
                {
                    reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Path, target);
                }

                var othersWrite = octal ? "2367".Contains(digits[^1], StringComparison.Ordinal)
                    : mode.Contains('w', StringComparison.Ordinal) && mode.IndexOf('+') is var plus && (plus < 0 ? mode.IndexOf('=') : plus) is > 0 and var sign && mode[..sign].AsSpan().ContainsAny("oa");
                if (othersWrite)
                {
                    reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Path, target);
                }
            }
        }
    }

    public static void Chown(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var seen = false;
        foreach (var word in words)
        {
            if (word.Text.StartsWith('-') && reading.Label != "chattr")
            {
                reading.IsRecursive |= word.Text.Contains('R', StringComparison.Ordinal) || word.Text == "--recursive";
            }
            else if (!seen)
            {
                seen = true;
            }
            else
            {
                reading.Path(EffectKind.Write, word);
                reading.Add(reading.Label == "setcap" ? EffectKind.Escalate : EffectKind.Weaken, Certainty.Possible, TargetKind.Path, reading.PathOf(word.Text));
            }
        }
    }
}
