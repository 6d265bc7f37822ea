using System.Text;

namespace Pharos.Shell.Effects.Languages.Cmd;

/// <summary>
/// Reads a command line of <c>cmd</c>: separators, carets, quotes, variables, blocks and redirections. Both sides of a condition count. What a variable holds is known only where
/// the line itself set it.
/// </summary>
internal sealed class CmdReader
{
    private const int LongestCode = 100_000;
    private const int DeepestNesting = 8;
    private const int MostCommands = 400;

    private readonly string _text;
    private readonly ShellWord _code;
    private readonly ReadingBuilder _reading;
    private readonly Dictionary<string, string> _variables = new(StringComparer.OrdinalIgnoreCase);
    private int _at;
    private bool _unknown;

    private CmdReader(ShellWord code, ReadingBuilder reading)
    {
        _text = code.Text;
        _code = code;
        _reading = reading;
    }

    public static void Read(ShellWord code, ReadingBuilder reading)
    {
        if (!code.IsKnown)
        {
            reading.Execute(Certainty.Unknown, "cmd code");
        }

        if (code.Text.Length > LongestCode || reading.CodeDepth >= DeepestNesting)
        {
            reading.UnknownPart(code.Span, "the cmd code is longer or nested deeper than is analysed");
            reading.Execute(Certainty.Unknown, "cmd code");
            return;
        }

        reading.CodeDepth++;
        var (label, directory) = (reading.Label, reading.Directory);
        new CmdReader(code, reading).Run();
        (reading.Label, reading.Directory) = (label, directory);
        reading.CodeDepth--;
    }

    private void Run()
    {
        for (var commands = 0; _at < _text.Length; commands++)
        {
            if (commands > MostCommands)
            {
                _reading.UnknownPart(_code.Span, "the cmd code runs more commands than are analysed");
                return;
            }

            var words = new List<ShellWord>();
            var redirects = new List<(bool Writes, ShellWord Target)>();
            Line(words, redirects);
            foreach (var (writes, target) in redirects)
            {
                if (!target.Text.Equals("nul", StringComparison.OrdinalIgnoreCase) && !target.Text.StartsWith('&'))
                {
                    _reading.Path(writes ? EffectKind.Write : EffectKind.Read, Slashed(target));
                }
            }

            CmdCommand.Read(words, this, _reading);
        }
    }

    /// <summary>Remembers what the line itself gives a variable.</summary>
    public void Set(string name, string value)
    {
        if (_variables.Count < 200)
        {
            _variables[name] = value;
        }
    }

    private static ShellWord Slashed(ShellWord word) => word.IsKnown && !WindowsPath.Is(word.Text) ? ShellWord.Known(word.Text.Replace('\\', '/'), word.Span) : word;

    /// <summary>The words of one simple command. Its separator is taken.</summary>
    private void Line(List<ShellWord> words, List<(bool Writes, ShellWord Target)> redirects)
    {
        var word = new StringBuilder();
        var started = false;
        _unknown = false;
        var redirect = '\0';
        while (true)
        {
            var character = _at < _text.Length ? _text[_at] : '\0';
            var ends = character is '\0' or '\n' or '\r' or '&' or '|' || character is '(' or ')' && !started || character == ')';
            if (ends || char.IsWhiteSpace(character) || character is '<' or '>' || character is ',' or ';' && words.Count <= 1)
            {
                if (started)
                {
                    Finish(word, words, redirects, ref redirect);
                    started = false;
                }

                if (ends)
                {
                    _at += _at + 1 < _text.Length && _text[_at + 1] == character && character is '&' or '|' ? 2 : 1;
                    return;
                }

                if (character is '<' or '>')
                {
                    redirect = character;
                    _at += _at + 1 < _text.Length && _text[_at + 1] == '>' ? 1 : 0;
                    if (_at + 1 < _text.Length && _text[_at + 1] == '&')
                    {
                        // Joins one stream to another.
                        _at += 2;
                        redirect = '\0';
                    }
                }

                _at++;
                continue;
            }

            started = true;
            Letter(character, word);
        }
    }

    private void Finish(StringBuilder word, List<ShellWord> words, List<(bool Writes, ShellWord Target)> redirects, ref char redirect)
    {
        var text = word.ToString();
        word.Clear();
        var result = _unknown || !_code.IsKnown ? new ShellWord(text, false, "", false, _code.Span) : ShellWord.Known(text, _code.Span);
        _unknown = false;
        if (redirect != '\0')
        {
            redirects.Add((redirect == '>', result));
            redirect = '\0';
        }
        else if (!(text is "1" or "2" && _at < _text.Length && _text[_at] == '>'))
        {
            words.Add(result);
        }
    }

    private void Letter(char character, StringBuilder word)
    {
        switch (character)
        {
            case '^' when _at + 1 < _text.Length:
                _at++;
                word.Append(_text[_at] is '\n' or '\r' ? "" : _text[_at].ToString());
                _at++;
                break;
            case '"':
                _at++;
                while (_at < _text.Length && _text[_at] is not ('"' or '\n'))
                {
                    if (_text[_at] is '%' or '!')
                    {
                        Variable(word);
                    }
                    else
                    {
                        word.Append(_text[_at++]);
                    }
                }

                _at++;
                break;
            case '%' or '!':
                Variable(word);
                break;
            default:
                word.Append(character);
                _at++;
                break;
        }
    }

    private void Variable(StringBuilder word)
    {
        var mark = _text[_at];
        if (mark == '%' && _at + 1 < _text.Length && (_text[_at + 1] == '%' || char.IsAsciiDigit(_text[_at + 1]) || _text[_at + 1] == '*' || _text[_at + 1] == '~'))
        {
            // A loop's variable or an argument of the script.
            var start = _at;
            _at += 2;
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '~'))
            {
                _at++;
            }

            word.Append(_text.AsSpan(start, _at - start));
            _unknown = true;
            return;
        }

        var close = _text.AsSpan(_at + 1).IndexOfAny(mark, ' ', '\n');
        if (close <= 0 || _text[_at + 1 + close] != mark)
        {
            // In a loop on the command line the variable has one percent sign.
            _unknown |= mark == '%' && _at + 1 < _text.Length && char.IsAsciiLetter(_text[_at + 1]);
            word.Append(mark);
            _at++;
            return;
        }

        var name = _text.Substring(_at + 1, close);
        var written = _text.Substring(_at, close + 2);
        _at += close + 2;
        var colon = name.IndexOf(':');
        var value = _variables.GetValueOrDefault(colon < 0 ? name : name[..colon]) ?? (name.Equals("comspec", StringComparison.OrdinalIgnoreCase) ? "cmd" : null);
        value = value is null || colon < 0 ? value : Changed(value, name[(colon + 1)..]);
        _unknown |= value is null;
        word.Append(value ?? written);
    }

    /// <summary><c>%x:~1,3%</c> takes a part, <c>%x:a=b%</c> replaces.</summary>
    private static string? Changed(string value, string change)
    {
        if (!change.StartsWith('~'))
        {
            var equals = change.IndexOf('=');
            return equals <= 0 ? null : value.Replace(change[..equals], change[(equals + 1)..], StringComparison.OrdinalIgnoreCase);
        }

        var parts = change[1..].Split(',');
        if (!int.TryParse(parts[0], out var from))
        {
            return null;
        }

        from = from < 0 ? Math.Max(0, value.Length + from) : Math.Min(from, value.Length);
        if (parts.Length < 2)
        {
            return value[from..];
        }

        return int.TryParse(parts[1], out var count) ? value[from..Math.Clamp(count < 0 ? value.Length + count : from + count, from, value.Length)] : null;
    }
}
