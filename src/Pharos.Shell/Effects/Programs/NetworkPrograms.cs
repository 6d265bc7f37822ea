namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that talk to other machines.</summary>
internal static class NetworkPrograms
{
    public static void Upload(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (value is not { } word)
            {
                continue;
            }

            var text = word.Text;
            if (option.Key is "-d" or "--data-binary" or "--data-urlencode" or "--json" or "-F")
            {
                var at = text.IndexOf('@');
                at = at < 0 && option.Key == "-F" ? text.IndexOf('<') : at;
                if (at == 0 || at > 0 && option.Key is "-F" or "--data-urlencode")
                {
                    var file = ParsedArguments.Part(word, at + 1);
                    var semicolon = file.Text.IndexOf(';');
                    reading.Path(EffectKind.Read, semicolon < 0 ? file : ShellWord.Known(file.Text[..semicolon], file.Span));
                }
            }
            else if (option.Key == "-X" && text is "POST" or "PUT" or "PATCH" or "DELETE")
            {
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label);
            }
        }

        foreach (var operand in arguments.Operands)
        {
            if (operand.Text.StartsWith("file:", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Read, ParsedArguments.Part(operand, operand.Text.StartsWith("file://", StringComparison.Ordinal) ? 7 : 5));
            }
        }
    }

    public static void Wget(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!arguments.Has("-O"))
        {
            reading.Done(SpecNotation.Effects("write~"));
        }
    }

    public static void Ssh(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "-o" && value is { } setting && (setting.Text.Contains("Command", StringComparison.OrdinalIgnoreCase) || setting.Text.Contains("Provider", StringComparison.OrdinalIgnoreCase)))
            {
                var at = setting.Text.AsSpan().IndexOfAny('=', ' ');
                if (at > 0)
                {
                    reading.Script(ParsedArguments.Part(setting, at + 1), "ssh " + setting.Text[..at]);
                }
            }
        }

        var operands = arguments.Operands;
        if (operands.Count > 1)
        {
            var text = string.Join(' ', operands.Skip(1).Select(static word => word.Text));
            var known = operands.Skip(1).All(static word => word.IsKnown);
            reading.Script(new ShellWord(text, known, known ? text : "", false, operands[1].Span), "ssh", elsewhere: true);
            reading.Add(EffectKind.ChangeRemote, Certainty.Possible, TargetKind.Host, operands[0].Text);
        }
        else if (operands.Count == 1 && !arguments.Has("-N"))
        {
            reading.RunsStandardInput = true;
        }
    }

    public static void Socat(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        foreach (var word in words)
        {
            var text = word.Text;
            if (text.StartsWith("exec:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("system:", StringComparison.OrdinalIgnoreCase))
            {
                reading.Execute(Certainty.Certain, "socat " + text);
                reading.Script(ParsedArguments.Part(word, text.IndexOf(':') + 1), "socat");
            }
            else if (text.Contains("listen", StringComparison.OrdinalIgnoreCase) || text.Contains("recv", StringComparison.OrdinalIgnoreCase))
            {
                reading.Add(EffectKind.Listen, Certainty.Certain, TargetKind.Host, text);
            }
            else if (!text.StartsWith('-'))
            {
                reading.Add(text.Contains('/') && !text.Contains(':') ? EffectKind.Read : EffectKind.Network, Certainty.Certain, TargetKind.Host, text);
                if (text.Contains(':'))
                {
                    reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, text);
                }
            }
        }
    }

    public static void OpenSsl(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : default;
            switch (words[i].Text)
            {
                case "-in" or "-inkey" or "-key" or "-config" or "-CAfile" when next.Text is not null:
                    reading.Apply(Role.Read, next);
                    break;
                case "-out" or "-keyout" or "-writerand" when next.Text is not null:
                    reading.Apply(Role.Write, next);
                    break;
                case "-connect" when next.Text is not null:
                    reading.Apply(Role.Host, next);
                    reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, next.Text);
                    break;
                case "-engine" or "-provider" or "-provider-path" when next.Text is not null:
                    reading.Execute(next);
                    break;
                case "-pre" or "-post" when next.Text is not null && next.Text.StartsWith("SO_PATH:", StringComparison.Ordinal):
                    reading.Execute(ParsedArguments.Part(next, 8));
                    break;
                case "s_server" or "ocsp":
                    reading.Add(EffectKind.Listen, Certainty.Possible, TargetKind.Program, reading.Label);
                    break;
            }
        }
    }
}
