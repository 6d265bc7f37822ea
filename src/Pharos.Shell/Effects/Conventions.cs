using System.Buffers;

namespace Pharos.Shell.Effects;

/// <summary>
/// What a program that nobody has described would do if it keeps to the conventions of command lines: <c>list</c> and <c>show</c> look, words that name files
/// are files, <c>--output</c> is written. It is a guess, and is marked as one (<see cref="Effect.IsConventional"/>): a policy may trust it, and only where every
/// word is of a form with which no program is known to run other code, to send or to destroy. One word out of the ordinary, and the program is not known.
/// </summary>
internal static class Conventions
{
    /// <summary>More words than this are more than a person takes in at a glance.</summary>
    private const int MostWords = 40;

    private const int LongestWord = 200;

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create("ecxrEXR");

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789./");

    // Any of these may be code in some language, an address, a list or an expansion that the program makes itself.
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("(){}[]<>;|&$`\\\"'!?*#\n\r\t");

    /// <summary>Reads an undescribed program by convention. False when something about it is out of the ordinary; then nothing was added.</summary>
    public static bool TryRead(string name, ShellCommand command, ReadingBuilder reading)
    {
        if (!ConventionalNames.IsPlainProgram(name) || command.Arguments.Count > MostWords || command.Environment.Count > 0)
        {
            return false;
        }

        // A program at the end of a pipe with nothing but plain options is a filter.
        var kind = Kind(command.Arguments) ?? (command.PipedFrom is not null && command.Arguments.All(static word => IsPlainOption(word)) ? EffectKind.Execute : null);
        if (kind is null)
        {
            return false;
        }

        reading.Conventional(kind.Value);
        Paths(command.Arguments, reading);
        return true;
    }

    /// <summary>True for a subcommand that in every program that has it only looks.</summary>
    public static bool IsLook(string verb) => ConventionalNames.IsLook(verb);

    /// <summary>True when no word could be code, a command, an address or the name of a program that runs others.</summary>
    public static bool ArePlain(IReadOnlyList<ShellWord> words)
    {
        foreach (var word in words)
        {
            if (!IsPlain(word) && !word.IsGlob)
            {
                return false;
            }
        }

        return words.Count <= MostWords;
    }

    /// <summary>True for an option that by its form neither runs, writes nor sends anything, whichever program has it.</summary>
    public static bool IsPlainOption(ShellWord word)
    {
        if (!IsPlain(word))
        {
            return false;
        }

        var text = word.Text;
        if (text.StartsWith("--", StringComparison.Ordinal))
        {
            return !OptionNames.IsTelling(text);
        }

        // -e, -c, -x and -r are where programs take code, a command, something to execute or to require.
        return text.Length is > 1 and < 4 && !text.AsSpan(1).ContainsAny(CodeLetters);
    }

    /// <summary>The effect of the whole: a look or work on files of the workspace; null when nothing says that it is either.</summary>
    private static EffectKind? Kind(IReadOnlyList<ShellWord> words)
    {
        var verb = true;
        EffectKind? kind = null;
        foreach (var word in words)
        {
            if (!IsPlain(word))
            {
                return null;
            }

            var text = word.Text;
            if (text.Length > 1 && text[0] == '-')
            {
                var value = text.IndexOf('=') + 1;
                if (value > 0 && value < text.Length && IsElsewhere(text[value..]))
                {
                    return null;
                }

                if (text.Length > 2 && text[1] != '-' && !char.IsAsciiDigit(text[1]) && text.AsSpan().IndexOf('=') < 0 && text.Length > 4)
                {
                    // A long word after one dash may be an option with its value attached; which, nobody knows.
                    if (OptionNames.IsTelling("-" + text))
                    {
                        return null;
                    }
                }
                else if (!IsPlainOption(word) && !IsOutput(text) || ConventionalNames.IsChange(text.TrimStart('-')))
                {
                    return null;
                }
                else if (OptionNames.IsLook(text))
                {
                    kind ??= EffectKind.List;
                }

                continue;
            }

            if (ReadingBuilder.LooksLikePath(text) || IsQuantity(text))
            {
                if (IsElsewhere(text))
                {
                    return null;
                }

                kind = IsQuantity(text) ? kind : EffectKind.Execute;
                verb = false;
                continue;
            }

            if (verb)
            {
                verb = false;
                if (ConventionalNames.IsLook(text))
                {
                    kind ??= EffectKind.List;
                    continue;
                }

                if (ConventionalNames.IsWork(text))
                {
                    kind = EffectKind.Execute;
                    continue;
                }

                // "cache list": a thing, and what is done with it.
                if (ConventionalNames.IsChange(text) || !IsNounBeforeLook(words, text))
                {
                    return null;
                }

                verb = true;
            }
            else if (ConventionalNames.IsChange(text) || text.Contains('='))
            {
                return null;
            }
        }

        return kind;
    }

    /// <summary>The kind of a described program's subcommand that its row does not know.</summary>
    public static EffectKind? OfSubcommand(IReadOnlyList<ShellWord> words) => Kind(words);

    private static bool IsNounBeforeLook(IReadOnlyList<ShellWord> words, string noun)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i].Text == noun)
            {
                return noun.All(static letter => char.IsAsciiLetterLower(letter) || letter == '-') && ConventionalNames.IsLook(words[i + 1].Text);
            }
        }

        return false;
    }

    private static bool IsPlain(ShellWord word)
    {
        var text = word.Text;
        return word.IsKnown && text.Length is > 0 and <= LongestWord
            && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            && !text.AsSpan().ContainsAny(CodeCharacters)
            && !text.Contains("://", StringComparison.Ordinal)
            && !text.Contains('@')
            && !IsAddress(text)
            && !ConventionalNames.RunsOthers(LastPart(text));
    }

    /// <summary>Words such as <c>host:path</c>, <c>10.0.0.1</c> and <c>example.com</c> are places to send to.</summary>
    private static bool IsAddress(string text)
    {
        var colon = text.IndexOf(':');
        if (colon > 0 && text[0] != '-' && !text.AsSpan().ContainsAnyExceptInRange('0', ':'))
        {
            return false;
        }

        // example.com is a host, main.rs a file.
        var dot = text.LastIndexOf('.');
        if (dot > 0 && text[0] != '-' && !text.Contains('/') && ConventionalNames.IsDomain(text[(dot + 1)..]))
        {
            return true;
        }

        return colon > 0 && text.AsSpan(colon + 1).ContainsAny("/.") || text.Count('.') == 3 && !text.AsSpan().ContainsAnyExcept(AddressCharacters);
    }

    private static bool IsOutput(string text)
    {
        var equals = text.IndexOf('=');
        return (equals < 0 ? text : text[..equals]) is "-o" or "--output" or "--out" or "--outfile" or "--output-file" or "--outdir" or "--output-dir" or "--out-dir";
    }

    /// <summary>A program that may write what it is given is not trusted with the machine's own files.</summary>
    private static bool IsElsewhere(string text) =>
        text[0] is '~' || text[0] == '/' || text.Contains("..", StringComparison.Ordinal);

    private static bool IsQuantity(string text) => char.IsAsciiDigit(text[0]);

    private static string LastPart(string text)
    {
        var from = text.AsSpan().LastIndexOfAny("/=, ") + 1;
        return from == 0 ? text : text[from..];
    }

    private static void Paths(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (IsOutput(text))
            {
                var equals = text.IndexOf('=');
                if (equals > 0 || i + 1 < words.Count)
                {
                    reading.Apply(Role.Write, equals > 0 ? ParsedArguments.Part(words[i], equals + 1) : words[++i]);
                }
            }
            else if (text[0] == '-' && text.IndexOf('=') is > 0 and var at && ReadingBuilder.LooksLikePath(text[(at + 1)..]))
            {
                reading.Apply(Role.Edit, ParsedArguments.Part(words[i], at + 1));
            }
            else if (ReadingBuilder.LooksLikePath(text))
            {
                // A program may change what it is given as well as read it, so it counts as both.
                reading.Apply(Role.Edit, words[i]);
            }
        }
    }
}
