using System.Text;

namespace Pharos.Shell.Effects.Programs;

/// <summary>
/// Reads the arguments of Perl and Ruby, which are often used as filters: letters cluster, code is joined from several <c>-e</c>, and files are read or changed in place.
/// </summary>
internal static class StreamInterpreters
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var options = new Options(words, reading, ProgramName.WithoutVersion(reading.Label) is "ruby" or "irb");
        var at = options.Read();
        if (options.ExplainsItself)
        {
            return;
        }

        var files = SpecReader.Rest(words, at);
        if (!options.HasCode)
        {
            if (files.Count == 0 || files[0].Text == "-")
            {
                reading.RunsStandardInput = true;
                return;
            }

            reading.HasCode = true;
            if (!options.OnlyChecks)
            {
                reading.Execute(files[0]);
            }

            return;
        }

        reading.HasCode = true;
        CodeScanner.Scan(reading.Label, options.Code(), reading);
        foreach (var file in files)
        {
            // Both languages open what stands here as they open anything: a bar runs a command.
            if (options.ReadsFiles && file.Text.Length > 1 && (file.Text[0] == '|' || file.Text.TrimEnd().EndsWith('|')))
            {
                reading.Script(new ShellWord(file.Text.Trim('|', ' '), file.IsKnown, "", false, file.Span), reading.Label);
            }
            else
            {
                reading.Apply(options.IsInPlace ? Role.Edit : options.ReadsFiles ? Role.Read : Role.Guess, file);
            }
        }
    }

    private sealed class Options(IReadOnlyList<ShellWord> words, ReadingBuilder reading, bool isRuby)
    {
        private readonly StringBuilder _code = new();
        private bool _known = true;
        private SourceSpan _span;

        public bool HasCode { get; private set; }

        public bool IsInPlace { get; private set; }

        public bool ReadsFiles { get; private set; }

        public bool OnlyChecks { get; private set; }

        public bool ExplainsItself { get; private set; }

        public ShellWord Code() => new(_code.ToString(), _known, _known ? _code.ToString() : "", false, _span);

        /// <summary>Gives the index of the first operand.</summary>
        public int Read()
        {
            var at = 0;
            while (at < words.Count && words[at].Text is { Length: > 1 } text && text[0] == '-' && text != "--")
            {
                at = text[1] == '-' ? Long(at) : Cluster(at);
            }

            return at < words.Count && words[at].Text == "--" ? at + 1 : at;
        }

        private int Long(int at)
        {
            ExplainsItself |= words[at].Text is "--version" or "--help" or "--copyright";
            if (!ExplainsItself && words[at].Text is not ("--disable-gems" or "--yjit" or "--jit" or "--verbose" or "--enable" or "--disable"))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " " + words[at].Text);
            }

            return at + 1;
        }

        private int Cluster(int at)
        {
            var word = words[at];
            var text = word.Text;
            for (var i = 1; i < text.Length; i++)
            {
                switch (text[i])
                {
                    case 'e' or 'E' when !(isRuby && text[i] == 'E'):
                        var code = i + 1 < text.Length && isRuby ? ParsedArguments.Part(word, i + 1) : at + 1 < words.Count ? words[at + 1] : ShellWord.Known("", word.Span);
                        AddCode(code);
                        return i + 1 < text.Length && isRuby ? at + 1 : at + 2;
                    case 'n' or 'p':
                        ReadsFiles = true;
                        break;
                    case 'i':
                        IsInPlace = true;
                        return at + 1;
                    case 'M' or 'm' when !isRuby:
                        return Value(at, i, value => Module(value));
                    case 'r' when isRuby:
                        return Value(at, i, value => Module(value));
                    case 'I':
                        return Value(at, i, value => reading.Apply(Role.List, value));
                    case 'C' when isRuby:
                        return Value(at, i, value => reading.Apply(Role.Folder, value));
                    case 'F' when i + 1 == text.Length:
                        return at + 2;
                    case 'F' or 'x' or 'C' or 'V' or 'D' or 'W' or 'K' or 'T':
                        ExplainsItself |= text[i] == 'V';
                        return at + 1;
                    case 'd' when !isRuby:
                        reading.Execute(Certainty.Possible, reading.Label + " -d");
                        return at + 1;
                    case 'S' or 's' or 'a' or 'w' or 'l' or '0' or 't' or 'u' or 'U' or 'X' or 'f' or 'g' or 'y' or (>= '1' and <= '9'):
                        break;
                    case 'c':
                        OnlyChecks = true;
                        break;
                    case 'v' or 'h':
                        ExplainsItself = true;
                        break;
                    default:
                        reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                        return at + 1;
                }
            }

            return at + 1;
        }

        private int Value(int at, int letter, Action<ShellWord> use)
        {
            var attached = letter + 1 < words[at].Text.Length;
            if (attached)
            {
                use(ParsedArguments.Part(words[at], letter + 1));
            }
            else if (at + 1 < words.Count)
            {
                use(words[at + 1]);
            }

            return attached ? at + 1 : at + 2;
        }

        private void AddCode(ShellWord code)
        {
            _span = HasCode ? _span : code.Span;
            HasCode = true;
            _known &= code.IsKnown;
            _code.Append(code.Text).Append('\n');
        }

        /// <summary>A module is loaded before the code, as if the code said so.</summary>
        private void Module(ShellWord module)
        {
            var name = module.Text.TrimStart('-');
            var equals = name.AsSpan().IndexOfAny('=', ' ');
            _known &= module.IsKnown;
            _code.Append(isRuby ? "require '" : "use ").Append(equals < 0 ? name : name.AsSpan(0, equals)).Append(isRuby ? "'\n" : ";\n");
            if (equals >= 0 && !isRuby && name.AsSpan(equals).ContainsAny(";({"))
            {
                // What follows the name is code too.
                _code.Append(name.AsSpan(equals + 1)).Append(";\n");
            }
        }
    }
}
