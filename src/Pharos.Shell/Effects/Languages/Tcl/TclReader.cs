using System.Text;

namespace Pharos.Shell.Effects.Languages.Tcl;

/// <summary>Reads Tcl and Expect code: commands of words, where <c>exec</c>, <c>spawn</c> and <c>open "|…"</c> start programs.</summary>
internal sealed class TclReader
{
    private const int DeepestNesting = 24;
    private const int MostCommands = 400;

    private static readonly string[] Harmless =
    [
        "puts", "set", "expr", "if", "else", "elseif", "for", "foreach", "while", "proc", "return", "incr", "append", "lappend", "list", "lindex", "llength", "lrange", "lsort", "split", "join", "string", "format", "regexp", "regsub",
        "array", "dict", "info", "global", "variable", "upvar", "catch", "break", "continue", "exit", "expect", "expect_user", "send_user", "send_tty", "log_user", "exp_continue", "exp_internal", "match_max", "wait", "sleep", "after",
        "clock", "gets", "flush", "close", "eof", "read", "timeout", "interact", "package", "namespace", "unset", "scan", "binary", "switch", "trap", "stty", "try", "throw", "error", "pwd", "update", "vwait", "fconfigure", "send",
    ];

    private readonly ShellWord _code;
    private readonly ReadingBuilder _reading;
    private int _depth;
    private int _commands;

    private TclReader(ShellWord code, ReadingBuilder reading)
    {
        _code = code;
        _reading = reading;
    }

    public static void Read(ShellWord code, ReadingBuilder reading) => new TclReader(code, reading).Script(code.Text);

    private void Script(string text)
    {
        if (++_depth > DeepestNesting)
        {
            _reading.UnknownPart(_code.Span, "the Tcl code is nested deeper than is analysed");
            _depth--;
            return;
        }

        var words = new List<ShellWord>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '\n' or ';')
            {
                Command(words);
                words.Clear();
                at++;
            }
            else if (char.IsWhiteSpace(text[at]) || text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                at += text[at] == '\\' ? 2 : 1;
            }
            else if (text[at] == '#' && words.Count == 0)
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else
            {
                words.Add(Word(text, ref at));
            }
        }

        Command(words);
        _depth--;
    }

    private ShellWord Word(string text, ref int at)
    {
        if (text[at] == '{')
        {
            var end = Closing(text, at, '{', '}');
            var inside = text[(at + 1)..Math.Max(at + 1, end - 1)];
            at = end;
            return ShellWord.Known(inside, _code.Span);
        }

        var quoted = text[at] == '"';
        at += quoted ? 1 : 0;
        var word = new StringBuilder();
        var known = true;
        while (at < text.Length && (quoted ? text[at] != '"' : !char.IsWhiteSpace(text[at]) && text[at] != ';'))
        {
            if (text[at] == '[')
            {
                var end = Closing(text, at, '[', ']');
                Script(text[(at + 1)..Math.Max(at + 1, end - 1)]);
                word.Append('…');
                known = false;
                at = end;
            }
            else
            {
                known &= text[at] != '$';
                at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                word.Append(text[at++]);
            }
        }

        at += quoted ? 1 : 0;
        var value = word.ToString();
        return new ShellWord(value, known, known ? value : "", false, _code.Span);
    }

    private static int Closing(string text, int at, char open, char close)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == open)
            {
                depth++;
            }
            else if (text[at] == close && --depth == 0)
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    private void Command(List<ShellWord> words)
    {
        if (words.Count == 0)
        {
            return;
        }

        if (++_commands > MostCommands)
        {
            if (_commands == MostCommands + 1)
            {
                _reading.UnknownPart(_code.Span, "the Tcl code runs more commands than are analysed");
            }

            return;
        }

        switch (words[0].Text)
        {
            case "exec" or "spawn" or "system" or "overlay" or "exp_spawn":
                var at = 1;
                while (at < words.Count && words[at].Text.StartsWith('-'))
                {
                    at++;
                }

                if (words[0].Text == "system" && at < words.Count)
                {
                    _reading.Script(words[at], "expect system");
                    break;
                }

                _reading.Nested(SpecReader.Rest(words, at), _reading.Label);
                break;
            case "open" when words.Count > 1 && words[1].Text.StartsWith('|'):
                _reading.Script(ParsedArguments.Part(words[1], 1), "Tcl open");
                break;
            case "open":
                _reading.Path(words.Count > 2 && words[2].Text.AsSpan().IndexOfAny('w', 'a') >= 0 ? EffectKind.Write : EffectKind.Read, words.Count > 1 ? words[1] : words[0]);
                break;
            case "file" when words.Count > 2 && words[1].Text is "delete":
                foreach (var file in words.Skip(2).Where(static word => !word.Text.StartsWith('-')))
                {
                    _reading.IsRecursive = true;
                    _reading.Path(EffectKind.Delete, file);
                }

                break;
            case "file" when words.Count > 3 && words[1].Text is "copy" or "rename" or "mkdir" or "link" or "attributes":
                _reading.Path(EffectKind.Write, words[^1]);
                break;
            case "file" or "glob":
                break;
            case "socket":
                _reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Host, words.Count > 1 ? words[1].Text : "socket");
                _reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, words.Count > 1 ? words[1].Text : "socket");
                break;
            case "source" or "load" when words.Count > 1:
                _reading.Execute(words[1]);
                break;
            default:
                if (!Harmless.Contains(words[0].Text, StringComparer.Ordinal) || !words[0].IsKnown)
                {
                    _reading.Execute(Certainty.Unknown, $"{_reading.Label} {words[0].Text}");
                }

                // Blocks in braces are code where a command takes code.
                foreach (var word in words.Skip(1))
                {
                    if (words[0].Text is "if" or "for" or "foreach" or "while" or "proc" or "catch" or "expect" or "switch" or "after" or "try" or "eval" or "uplevel" or "namespace" or "interact" or "trap" && word.Text.AsSpan().ContainsAny(' ', '\n', '['))
                    {
                        Script(word.Text);
                    }
                }

                break;
        }
    }
}
