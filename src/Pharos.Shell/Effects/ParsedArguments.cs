namespace Pharos.Shell.Effects;

/// <summary>A program's arguments, sorted into options and operands by its row of the catalogue.</summary>
internal sealed class ParsedArguments
{
    private readonly List<(OptionSpec Option, ShellWord? Value)> _options = [];
    private readonly List<ShellWord> _operands = [];

    public IReadOnlyList<(OptionSpec Option, ShellWord? Value)> Options => _options;

    public IReadOnlyList<ShellWord> Operands => _operands;

    /// <summary>Index in the argument list of the first operand; the count of arguments when there is none.</summary>
    public int FirstOperandAt { get; private set; }

    /// <summary>An option that neither the row nor <see cref="OptionNames"/> vouches for, if any.</summary>
    public ShellWord? UnknownOption { get; private set; }

    public bool Has(string key)
    {
        foreach (var (option, _) in _options)
        {
            if (option.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    public ShellWord? Value(string key)
    {
        foreach (var (option, value) in _options)
        {
            if (option.Key == key)
            {
                return value;
            }
        }

        return null;
    }

    public static ParsedArguments Parse(ProgramSpec spec, IReadOnlyList<ShellWord> words)
    {
        var parsed = new ParsedArguments { FirstOperandAt = words.Count };
        var stop = spec.Is(Traits.StopAtOperand) || spec.HasSubcommands;
        var onlyOperands = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var text = word.Text;
            if (i == 0 && spec.Is(Traits.BareCluster) && text.Length > 0 && text[0] != '-' && parsed.IsBareCluster(spec, text))
            {
                i = parsed.Cluster(spec, words, i, 0);
                continue;
            }

            if (onlyOperands || text.Length < 2 || text[0] != '-' || (!word.IsKnown && word.KnownPrefix.Length == 0))
            {
                if (parsed._operands.Count == 0)
                {
                    parsed.FirstOperandAt = i;
                }

                parsed._operands.Add(word);
                onlyOperands |= stop;
                continue;
            }

            if (text == "--")
            {
                onlyOperands = true;
                continue;
            }

            i = text[1] == '-' || spec.Is(Traits.SingleDash) ? parsed.LongOption(spec, words, i) : parsed.ShortOptions(spec, words, i);
        }

        return parsed;
    }

    private bool IsBareCluster(ProgramSpec spec, string text)
    {
        foreach (var letter in text)
        {
            if (spec.Short(letter) is null)
            {
                return false;
            }
        }

        return true;
    }

    private int ShortOptions(ProgramSpec spec, IReadOnlyList<ShellWord> words, int at)
    {
        // A few programs have single-dash words beside clusters (find -name, gcc -std=c11): an exact row wins over the letters.
        var text = words[at].Text;
        var equals = text.IndexOf('=');
        if (text.Length > 2 && spec.Long(equals < 0 ? text : text.AsSpan(0, equals)) is { } wordOption)
        {
            return Take(wordOption, words, at, wordOption.Prefix is not null ? wordOption.Prefix.Length : equals < 0 ? -1 : equals + 1);
        }

        return Cluster(spec, words, at, 1);
    }

    private int Cluster(ProgramSpec spec, IReadOnlyList<ShellWord> words, int at, int from)
    {
        var word = words[at];
        var text = word.Text;
        var bare = from == 0;
        var next = at;
        for (var i = from; i < text.Length; i++)
        {
            var option = spec.Short(text[i]);
            if (option is null)
            {
                // -5 for a count and the like are digits; what stands behind an unknown letter may be its value.
                if (!char.IsAsciiDigit(text[i]) && !spec.Is(Traits.Harmless))
                {
                    UnknownOption ??= word;
                }

                continue;
            }

            if (option.Value is null)
            {
                _options.Add((option, null));
                continue;
            }

            if (bare)
            {
                // In tar's old style the values follow in order and the cluster goes on.
                if (next + 1 < words.Count)
                {
                    next++;
                    _options.Add((option, words[next]));
                }

                continue;
            }

            if (i + 1 < text.Length)
            {
                _options.Add((option, Part(word, i + 1)));
                return at;
            }

            return Take(option, words, at, -1);
        }

        return next;
    }

    private int LongOption(ProgramSpec spec, IReadOnlyList<ShellWord> words, int at)
    {
        var text = words[at].Text;
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text.AsSpan() : text.AsSpan(0, equals);
        var option = spec.Long(name);
        if (option is null)
        {
            if (spec.Is(Traits.Harmless) ? OptionNames.IsTelling(text) : !OptionNames.IsCommon(text))
            {
                UnknownOption ??= words[at];
            }

            return at;
        }

        return Take(option, words, at, option.Prefix is not null ? option.Prefix.Length : equals < 0 ? -1 : equals + 1);
    }

    private int Take(OptionSpec option, IReadOnlyList<ShellWord> words, int at, int valueFrom)
    {
        if (option.Value is null)
        {
            _options.Add((option, null));
            return at;
        }

        if (valueFrom >= 0 && valueFrom < words[at].Text.Length)
        {
            _options.Add((option, Part(words[at], valueFrom)));
            return at;
        }

        if (option.ValueIsOptional || valueFrom >= 0 && option.Prefix is null || at + 1 >= words.Count)
        {
            _options.Add((option, null));
            return at;
        }

        _options.Add((option, words[at + 1]));
        return at + 1;
    }

    /// <summary>The rest of a word from an offset on, as certain as the word itself.</summary>
    public static ShellWord Part(ShellWord word, int from)
    {
        var known = word.KnownPrefix.Length >= from ? word.KnownPrefix[from..] : "";
        return new ShellWord(word.Text[from..], word.IsKnown, known, word.IsGlob, word.Span);
    }
}
