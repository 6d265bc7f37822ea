using System.Text;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Reads the arguments of <c>pwsh</c> and <c>powershell</c>: any unambiguous beginning of a parameter counts, in any case, after any kind of dash.</summary>
internal static class PowerShellProgram
{
    private static readonly string[] Parameters =
    [
        "command", "commandwithargs", "configurationfile", "configurationname", "custompipename", "encodedcommand", "encodedarguments", "executionpolicy", "file", "help", "inputformat", "interactive", "login", "mta", "noexit",
        "nologo", "noninteractive", "noprofile", "noprofileloadtime", "outputformat", "psconsolefile", "removeworkingdirectorytrailingcharacter", "settingsfile", "sshservermode", "sta", "version", "windowstyle", "workingdirectory",
    ];

    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        reading.HasCode = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (text.Length < 2 || !IsDash(text[0]) && !(text[0] == '/' && text.AsSpan(1).IndexOfAny('/', '.') < 0))
            {
                if (text == "-")
                {
                    reading.RunsStandardInput = true;
                    return;
                }

                // Windows takes what stands here for a command, pwsh for a file.
                if (ProgramName.WithoutVersion(reading.Label).Equals("powershell", StringComparison.OrdinalIgnoreCase))
                {
                    Command(words, i, reading);
                }
                else
                {
                    reading.HasCode = true;
                    reading.Execute(words[i]);
                }

                return;
            }

            switch (Parameter(text))
            {
                case "command" or "commandwithargs":
                    Command(words, i + 1, reading);
                    return;
                case "encodedcommand":
                    Encoded(words, i + 1, reading);
                    return;
                case "encodedarguments":
                    reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                    i++;
                    break;
                case "file":
                    reading.HasCode = true;
                    if (i + 1 < words.Count && words[i + 1].Text != "-")
                    {
                        reading.Execute(words[i + 1]);
                    }
                    else
                    {
                        reading.RunsStandardInput = true;
                    }

                    return;
                case "workingdirectory":
                    if (++i < words.Count)
                    {
                        reading.Apply(Role.Folder, words[i]);
                    }

                    break;
                case "executionpolicy" or "inputformat" or "outputformat" or "windowstyle" or "configurationname" or "custompipename":
                    i++;
                    break;
                case "version" or "help":
                    return;
                case "configurationfile" or "psconsolefile" or "settingsfile":
                    if (++i < words.Count)
                    {
                        reading.Execute(words[i]);
                    }

                    break;
                case null:
                    reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                    break;
            }
        }

        reading.RunsStandardInput = true;
    }

    /// <summary>PowerShell takes typographic dashes for a minus.</summary>
    public static bool IsDash(char character) => character is '-' or '–' or '—' or '―';

    private static string? Parameter(string text)
    {
        var name = text.AsSpan(1).TrimStart('-').ToString().ToLowerInvariant();
        switch (name)
        {
            case "c":
                return "command";
            case "cwa":
                return "commandwithargs";
            case "e" or "ec" or "en":
                return "encodedcommand";
            case "ea":
                return "encodedarguments";
            case "ep" or "ex" or "exec":
                return "executionpolicy";
            case "f":
                return "file";
            case "v" or "h" or "?":
                return name == "v" ? "version" : "help";
            case "w":
                return "windowstyle";
            case "wd" or "wo":
                return "workingdirectory";
            case "if" or "of" or "in" or "inp" or "o":
                return "inputformat";
            case "i" or "l" or "nop" or "noni" or "nol" or "noe" or "s":
                return "nologo";
        }

        return Array.Find(Parameters, parameter => parameter.StartsWith(name, StringComparison.Ordinal));
    }

    private static void Command(IReadOnlyList<ShellWord> words, int from, ReadingBuilder reading)
    {
        if (from >= words.Count || words[from].Text == "-")
        {
            reading.RunsStandardInput = true;
            return;
        }

        reading.HasCode = true;
        var text = new StringBuilder();
        var known = true;
        for (var i = from; i < words.Count; i++)
        {
            text.Append(i == from ? "" : " ").Append(words[i].Text);
            known &= words[i].IsKnown;
        }

        var code = text.ToString();
        PowerShellReader.Read(new ShellWord(code, known, known ? code : words[from].KnownPrefix, false, words[from].Span), reading);
    }

    private static void Encoded(IReadOnlyList<ShellWord> words, int at, ReadingBuilder reading)
    {
        reading.HasCode = true;
        var bytes = new byte[at < words.Count ? words[at].Text.Length : 0];
        if (at < words.Count && words[at].IsKnown && Convert.TryFromBase64String(words[at].Text, bytes, out var written))
        {
            PowerShellReader.Read(ShellWord.Known(Encoding.Unicode.GetString(bytes, 0, written), words[at].Span), reading);
        }
        else
        {
            reading.Execute(Certainty.Unknown, reading.Label + " -EncodedCommand");
        }
    }
}
