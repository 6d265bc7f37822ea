namespace Pharos.Shell.Effects.Programs;

/// <summary>Viewers, players, converters and data tools that read a file and print or write another beside it.</summary>
internal static class MediaPrograms
{
    public static void CsvTool(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Operands[0].Text is "call")
        {
            reading.Script(arguments.Operands[1], "csvtool call");
            reading.Execute(Certainty.Certain, "csvtool call");
        }
    }

    public static void Ledger(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "add" or "import" or "rewrite")
        {
            reading.Add(EffectKind.Write, Certainty.Possible, TargetKind.Path, reading.Directory ?? ".");
        }
    }
}
