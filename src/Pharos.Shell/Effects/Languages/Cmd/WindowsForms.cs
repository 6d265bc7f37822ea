namespace Pharos.Shell.Effects.Languages.Cmd;

/// <summary>Programs of Windows whose words do not follow the shape of options and operands.</summary>
internal static class WindowsForms
{
    /// <summary>False where the program's row says enough.</summary>
    public static bool Read(string name, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        switch (name)
        {
            case "certutil":
                CertUtil(words, reading);
                return true;
            case "bitsadmin":
                foreach (var word in words)
                {
                    Link(word, reading);
                }

                if (words.Count > 0 && !words[^1].Text.StartsWith('/') && words.Any(static word => Is(word, "/transfer")))
                {
                    reading.Path(EffectKind.Write, words[^1]);
                }

                return false;
            case "mshta" or "rundll32" or "regsvr32" or "cscript" or "wscript" or "msiexec" or "hh" or "control" or "explorer":
                foreach (var word in words)
                {
                    Link(word, reading);
                }

                return false;
            case "wmic":
                Wmic(words, reading);
                return true;
            case "netsh":
                NetShell(words, reading);
                return true;
            case "forfiles":
                After(words, "/c", reading);
                return false;
            case "schtasks":
                After(words, "/tr", reading);
                return false;
            case "start":
                Start(words, reading);
                return true;
            case "setx" or "assoc" or "ftype":
                reading.Execute(Certainty.Possible, name);
                return true;
            default:
                return false;
        }
    }

    private static bool Is(ShellWord word, string text) => word.Text.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>An address among the words of a program that runs what it is given.</summary>
    private static void Link(ShellWord word, ReadingBuilder reading)
    {
        var at = word.Text.IndexOf("http", StringComparison.OrdinalIgnoreCase);
        if (at >= 0 && word.Text.AsSpan(at).Contains("://", StringComparison.Ordinal))
        {
            var url = word.Text[at..].TrimEnd('"', '\'', ')');
            reading.Apply(Role.Fetch, ShellWord.Known(url, word.Span));
            if (reading.Label.StartsWith("bitsadmin", StringComparison.OrdinalIgnoreCase) is false)
            {
                reading.RunsFetched(url);
            }
        }
    }

    private static void CertUtil(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var verb = words.Count > 0 ? words[0].Text.TrimStart('-', '/').ToLowerInvariant() : "";
        var files = words.Skip(1).Where(static word => !word.Text.StartsWith('-') && !word.Text.StartsWith('/')).ToArray();
        switch (verb)
        {
            case "urlcache" or "url" or "verifyctl":
                foreach (var file in files)
                {
                    reading.Apply(ReadingBuilder.LooksLikeUrl(file.Text) ? Role.Fetch : Role.Write, file);
                }

                break;
            case "decode" or "decodehex" or "encode" or "encodehex" or "exportpfx" or "mergepfx" when files.Length > 1:
                reading.Apply(Role.Read, files[0]);
                reading.Apply(Role.Write, files[1]);
                break;
            case "hashfile" or "dump" or "verify" or "asn":
                foreach (var file in files.Take(1))
                {
                    reading.Apply(Role.Read, file);
                }

                break;
            case "store" or "viewstore" or "ping" or "?" or "":
                break;
            case "addstore" or "delstore" or "importpfx" or "installcert":
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, "certutil");
                break;
            default:
                reading.Execute(Certainty.Unknown, "certutil " + verb);
                break;
        }
    }

    private static void Wmic(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (Is(words[i], "create"))
            {
                reading.Execute(Certainty.Unknown, "wmic create");
                if (i + 1 < words.Count)
                {
                    CmdReader.Read(new ShellWord(words[i + 1].Text.Trim('"', '\''), words[i + 1].IsKnown, "", false, words[i + 1].Span), reading);
                }
            }
            else if (Is(words[i], "delete"))
            {
                reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, "wmic");
                reading.Add(EffectKind.Weaken, Certainty.Possible, TargetKind.Program, "wmic");
            }
            else if (Is(words[i], "call") || Is(words[i], "set"))
            {
                reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Program, "wmic");
            }
            else if (words[i].Text.StartsWith("/node:", StringComparison.OrdinalIgnoreCase))
            {
                reading.Apply(Role.Host, ParsedArguments.Part(words[i], 6));
            }
            else if (words[i].Text.StartsWith("/format:", StringComparison.OrdinalIgnoreCase) && words[i].Text.Contains('/', StringComparison.Ordinal))
            {
                Link(words[i], reading);
            }
        }
    }

    private static void NetShell(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        if (words.Any(static word => Is(word, "portproxy")) && words.Any(static word => Is(word, "add")))
        {
            reading.Add(EffectKind.Listen, Certainty.Certain, TargetKind.Program, "netsh");
        }
        else if (words.Any(static word => word.Text.Equals("key=clear", StringComparison.OrdinalIgnoreCase)))
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Program, "netsh");
        }
        else if (words.Any(static word => Is(word, "set") || Is(word, "add") || Is(word, "delete") || Is(word, "reset")))
        {
            reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, "netsh");
        }
        else if (words.Any(static word => Is(word, "exec") || Is(word, "-f") || Is(word, "helper")))
        {
            reading.Execute(Certainty.Unknown, "netsh");
        }
    }

    /// <summary>An option whose next word is a command line.</summary>
    private static void After(IReadOnlyList<ShellWord> words, string option, ReadingBuilder reading)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (Is(words[i], option))
            {
                CmdReader.Read(new ShellWord(words[i + 1].Text.Trim('"', '\''), words[i + 1].IsKnown, "", false, words[i + 1].Span), reading);
            }
        }
    }

    private static void Start(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var at = 0;
        while (at < words.Count && (words[at].Text.Length == 0 || words[at].Text[0] == '/' || at == 0 && words.Count > 1 && words[at].Text.Contains(' ', StringComparison.Ordinal)))
        {
            at += words[at].Text.Equals("/d", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        }

        if (at < words.Count && ReadingBuilder.LooksLikeUrl(words[at].Text))
        {
            reading.Apply(Role.Url, words[at]);
        }
        else if (at < words.Count)
        {
            reading.Nested(SpecReader.Rest(words, at), "start");
        }
    }
}
