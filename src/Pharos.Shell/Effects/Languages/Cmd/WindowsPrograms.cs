namespace Pharos.Shell.Effects.Languages.Cmd;

/// <summary>What is known of the commands of <c>cmd</c> and the programs of Windows. Names and options do not care for case, and options begin with a slash.</summary>
internal static class WindowsPrograms
{
    private static readonly Lazy<Dictionary<string, ProgramSpec>> Specs = new(static () =>
    {
        var specs = new Dictionary<string, ProgramSpec>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, block) in ProgramFiles.Read(".commands"))
        {
            specs[name] = new ProgramSpec(ProgramReader.Program(block) with { Raw = Slashes });
        }

        return specs;
    });

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    public static IEnumerable<string> Names => Specs.Value.Keys;

    public static ProgramSpec? Find(string name) => Specs.Value.GetValueOrDefault(Plain(name));

    private static string Plain(string name) => name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;

    private static void Slashes(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var name = Plain(reading.Label).ToLowerInvariant();
        if (WindowsForms.Read(name, words, reading))
        {
            return;
        }

        var recursive = reading.IsRecursive;
        SpecReader.ReadRow(spec, Options(words), reading);
        reading.IsRecursive = recursive;
    }

    /// <summary>Writes <c>/x:value</c> as <c>--x=value</c>, and puts the first plain word in lower case where it may be a subcommand.</summary>
    private static List<ShellWord> Options(IReadOnlyList<ShellWord> words)
    {
        var converted = new List<ShellWord>();
        foreach (var word in words)
        {
            var text = word.Text;
            if (text.Length > 1 && text[0] == '/' && text.AsSpan(1).IndexOf('/') < 0)
            {
                var colon = text.IndexOf(':');
                var option = colon < 0 ? "--" + text[1..].ToLowerInvariant() : string.Concat("--", text[1..colon].ToLowerInvariant(), "=", text[(colon + 1)..]);
                converted.Add(new ShellWord(option, word.IsKnown, word.IsKnown ? option : "", false, word.Span));
            }
            else if (word.IsKnown && converted.Count == 0 && text.AsSpan().IndexOfAnyExcept(Letters) < 0)
            {
                converted.Add(ShellWord.Known(text.ToLowerInvariant(), word.Span));
            }
            else
            {
                converted.Add(Place(word));
            }
        }

        return converted;
    }

    private static ShellWord Place(ShellWord word)
    {
        if (!word.IsKnown || WindowsPath.Is(word.Text))
        {
            return word;
        }

        var text = word.Text.Replace('\\', '/');
        var pattern = text.AsSpan().IndexOfAny('*', '?');
        return pattern >= 0 ? new ShellWord(text, false, text[..pattern], true, word.Span) : ShellWord.Known(text, word.Span);
    }
}
