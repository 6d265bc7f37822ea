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

    /// <summary>A GStreamer pipeline: the element before <c>location=</c> says whether that file is read or written.</summary>
    public static void Pipeline(ParsedArguments arguments, ReadingBuilder reading)
    {
        var element = "";
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals < 0)
            {
                element = word.Text;
            }
            else if (word.Text[..equals] is "location" or "uri" or "device-path")
            {
                reading.Apply(element.EndsWith("sink", StringComparison.Ordinal) || element.Contains("mux", StringComparison.Ordinal) ? Role.Write : Role.UrlOrPath, ParsedArguments.Part(word, equals + 1));
            }

            if (element is "tcpserversink" or "tcpserversrc" or "rtspserver" or "hlssink")
            {
                reading.Add(EffectKind.Listen, Certainty.Certain, TargetKind.Program, reading.Label);
            }
            else if (element is "tcpclientsink" or "udpsink" or "rtmpsink" or "rtmp2sink" or "souphttpclientsink" or "srtsink" or "whipsink" or "shout2send")
            {
                reading.Add(EffectKind.Upload, Certainty.Certain, TargetKind.Program, reading.Label);
            }
        }
    }
}
