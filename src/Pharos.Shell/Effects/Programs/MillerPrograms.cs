namespace Pharos.Shell.Effects.Programs;

/// <summary>Miller: verbs that are chained with <c>then</c>, of which two run its own language, and the files at the end.</summary>
internal static class MillerPrograms
{
    /// <summary>What the language has beside arithmetic on records: commands, and output into files and pipes.</summary>
    private static readonly string[] Acting = ["system", "exec", "tee", "split", ">", "|"];

    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        var operands = arguments.Operands;
        for (var i = 0; i < operands.Count; i++)
        {
            if (i == 0 || operands[i - 1].Text == "then")
            {
                Verb(operands, i, reading);
            }
            else if (operands[i].Text is not "then" && !operands[i].Text.StartsWith('-'))
            {
                reading.Apply(Role.Guess, operands[i]);
            }
        }
    }

    private static void Verb(IReadOnlyList<ShellWord> operands, int at, ReadingBuilder reading)
    {
        switch (operands[at].Text)
        {
            case "put" or "filter":
                Language(operands, at + 1, reading);
                break;
            case "tee" or "split":
                for (var i = at + 1; i < operands.Count && operands[i].Text != "then"; i++)
                {
                    reading.Apply(Role.GuessWrite, operands[i]);
                }

                reading.Add(EffectKind.Write, Certainty.Possible, TargetKind.Path, reading.PathOf("."), reversible: true);
                break;
            default:
                if (!operands[at].IsKnown)
                {
                    reading.Execute(Certainty.Unknown, reading.Label + " verb");
                }

                break;
        }
    }

    private static void Language(IReadOnlyList<ShellWord> operands, int from, ReadingBuilder reading)
    {
        for (var i = from; i < operands.Count && operands[i].Text != "then"; i++)
        {
            var text = operands[i].Text;
            if (text == "-f" && i + 1 < operands.Count)
            {
                reading.Apply(Role.Script, operands[i + 1]);
            }

            if (!operands[i].IsKnown || Acting.Any(act => text.Contains(act, StringComparison.Ordinal) && !IsComparison(text, act)))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " code");
                return;
            }
        }
    }

    /// <summary>Signs of comparison and logic are no output: only where one stands after a word that prints it goes somewhere.</summary>
    private static bool IsComparison(string text, string act) =>
        act is ">" or "|" && !text.Contains("print", StringComparison.Ordinal) && !text.Contains("emit", StringComparison.Ordinal) && !text.Contains("dump", StringComparison.Ordinal);
}
