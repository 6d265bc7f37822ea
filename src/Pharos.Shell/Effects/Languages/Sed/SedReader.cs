namespace Pharos.Shell.Effects.Languages.Sed;

/// <summary>Reads the arguments of <c>sed</c>: scripts, files, and whether files are changed in place.</summary>
internal static class SedReader
{
    private static readonly string[] LongOptions =
    [
        "--expression", "--file", "--in-place", "--line-length", "--null-data", "--zero-terminated", "--quiet", "--silent", "--regexp-extended", "--separate", "--unbuffered", "--posix", "--sandbox",
        "--follow-symlinks", "--debug", "--binary", "--help", "--version",
    ];

    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var scripts = new List<ShellWord>();
        var files = new List<ShellWord>();
        var inPlace = false;
        var given = false;
        var onlyOperands = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (onlyOperands || text.Length < 2 || text[0] != '-' || (!words[i].IsKnown && words[i].KnownPrefix.Length == 0))
            {
                files.Add(words[i]);
            }
            else if (text == "--")
            {
                onlyOperands = true;
            }
            else if (text[1] == '-')
            {
                i = Long(words, i, scripts, reading, ref inPlace, ref given);
            }
            else
            {
                i = Cluster(words, i, scripts, reading, ref inPlace, ref given);
            }
        }

        if (!given && files.Count > 0)
        {
            scripts.Add(files[0]);
            files.RemoveAt(0);
        }

        foreach (var file in files)
        {
            reading.Apply(inPlace ? Role.Edit : Role.Read, file);
        }

        foreach (var script in scripts)
        {
            SedScript.Read(script, reading);
        }
    }

    private static int Cluster(IReadOnlyList<ShellWord> words, int at, List<ShellWord> scripts, ReadingBuilder reading, ref bool inPlace, ref bool given)
    {
        var text = words[at].Text;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case 'e' or 'f':
                    given = true;
                    var attached = i + 1 < text.Length;
                    if (attached || at + 1 < words.Count)
                    {
                        Given(text[i] == 'f', attached ? ParsedArguments.Part(words[at], i + 1) : words[at + 1], scripts, reading);
                    }

                    return attached ? at : at + 1;
                case 'i':
                    // What follows is the ending of a backup.
                    inPlace = true;
                    return at;
                case 'l' when i + 1 == text.Length:
                    return at + 1;
                case 'n' or 'r' or 'E' or 's' or 'u' or 'z' or 'b' or 'a' or 'l' or (>= '0' and <= '9'):
                    break;
                default:
                    reading.Execute(Certainty.Unknown, "sed " + text);
                    return at;
            }
        }

        return at;
    }

    private static int Long(IReadOnlyList<ShellWord> words, int at, List<ShellWord> scripts, ReadingBuilder reading, ref bool inPlace, ref bool given)
    {
        var text = words[at].Text;
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        var option = Array.Find(LongOptions, candidate => candidate.StartsWith(name, StringComparison.Ordinal));
        switch (option)
        {
            case "--expression" or "--file":
                given = true;
                if (equals < 0 && at + 1 >= words.Count)
                {
                    return at;
                }

                Given(option == "--file", equals < 0 ? words[at + 1] : ParsedArguments.Part(words[at], equals + 1), scripts, reading);
                return equals < 0 ? at + 1 : at;
            case "--in-place":
                inPlace = true;
                return at;
            case "--line-length":
                return equals < 0 ? at + 1 : at;
            case null:
                reading.Execute(Certainty.Unknown, "sed " + text);
                return at;
            default:
                return at;
        }
    }

    private static void Given(bool isFile, ShellWord value, List<ShellWord> scripts, ReadingBuilder reading)
    {
        if (isFile)
        {
            reading.Execute(value);
        }
        else
        {
            scripts.Add(value);
        }
    }
}
