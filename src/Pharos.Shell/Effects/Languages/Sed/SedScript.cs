namespace Pharos.Shell.Effects.Languages.Sed;

/// <summary>Reads a <c>sed</c> script: commands can read and write files and run programs. What is no command that is known is said to be unknown.</summary>
internal sealed class SedScript
{
    private readonly ShellWord _script;
    private readonly string _text;
    private readonly ReadingBuilder _reading;
    private int _at;

    private SedScript(ShellWord script, ReadingBuilder reading)
    {
        _script = script;
        _text = script.Text;
        _reading = reading;
    }

    public static void Read(ShellWord script, ReadingBuilder reading)
    {
        if (!script.IsKnown)
        {
            reading.Execute(Certainty.Possible, "sed script");
        }

        var walk = new SedScript(script, reading);
        while (walk._at < walk._text.Length)
        {
            if (!walk.Command())
            {
                reading.Execute(Certainty.Unknown, "sed script");
                return;
            }
        }
    }

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private bool Command()
    {
        Blanks(";}\n");
        if (_at >= _text.Length)
        {
            return true;
        }

        if (!Address())
        {
            return false;
        }

        var command = Here;
        _at++;
        switch (command)
        {
            case '{' or '=' or 'd' or 'D' or 'g' or 'G' or 'h' or 'H' or 'n' or 'N' or 'p' or 'P' or 'x' or 'z' or 'F' or '\0' or '}':
                return true;
            case '#':
                ToEnd();
                return true;
            case 's':
                return Substitute();
            case 'y':
                return Here is not ('\0' or '\n' or '\\') && Part(Here, false, out _) && Part(_text[_at - 1], false, out _);
            case 'l' or 'L' or 'q' or 'Q':
                Blanks("");
                while (char.IsAsciiDigit(Here))
                {
                    _at++;
                }

                return true;
            case 'a' or 'i' or 'c':
                Inserted();
                return true;
            case ':' or 'b' or 't' or 'T' or 'v':
                while (Here is not ('\0' or '\n' or ';' or '}') || command == ':' && Here is '}')
                {
                    _at++;
                }

                return true;
            case 'w' or 'W':
                File(EffectKind.Write);
                return true;
            case 'r' or 'R':
                File(EffectKind.Read);
                return true;
            case 'e':
                Run();
                return true;
            default:
                return false;
        }
    }

    private void Blanks(string more)
    {
        while (Here is ' ' or '\t' || _at < _text.Length && more.Contains(Here, StringComparison.Ordinal))
        {
            _at++;
        }
    }

    private bool Address()
    {
        for (var i = 0; i < 2; i++)
        {
            Blanks("");
            if (Here is '/' or '\\')
            {
                _at += Here == '\\' ? 1 : 0;
                if (Here is '\0' or '\n' || !Part(Here, true, out _))
                {
                    return false;
                }

                while (Here is 'I' or 'M')
                {
                    _at++;
                }
            }
            else
            {
                while (char.IsAsciiDigit(Here) || Here is '$' or '~' or '+')
                {
                    _at++;
                }
            }

            Blanks("");
            if (Here != ',')
            {
                break;
            }

            _at++;
        }

        Blanks("!");
        return true;
    }

    private bool Substitute()
    {
        var delimiter = Here;
        if (delimiter is '\0' or '\n' or '\\' || !Part(delimiter, true, out _))
        {
            return false;
        }

        _at--;
        if (!Part(delimiter, false, out var replacement))
        {
            return false;
        }

        while (char.IsAsciiLetterOrDigit(Here))
        {
            var flag = Here;
            _at++;
            switch (flag)
            {
                case 'e':
                    // The line that comes out is run; what the script itself puts into it can be looked at.
                    _reading.Execute(Certainty.Certain, "sed s///e");
                    _reading.Script(ShellWord.Known(replacement, _script.Span), "sed s///e");
                    break;
                case 'w':
                    File(EffectKind.Write);
                    return true;
                case 'g' or 'p' or 'i' or 'I' or 'm' or 'M' or (>= '0' and <= '9'):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Reads from a delimiter to the next one; in a pattern a bracket expression hides it.</summary>
    private bool Part(char delimiter, bool isPattern, out string text)
    {
        var start = _at + 1;
        var end = End(delimiter, start, isPattern);
        if (end < 0 && isPattern)
        {
            end = End(delimiter, start, false);
        }

        text = end < 0 ? "" : _text[start..end].Replace("\\" + delimiter, delimiter.ToString(), StringComparison.Ordinal);
        _at = end + 1;
        return end >= 0;
    }

    private int End(char delimiter, int start, bool isPattern)
    {
        for (var i = start; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                i++;
            }
            else if (_text[i] == delimiter)
            {
                return i;
            }
            else if (_text[i] == '[' && isPattern)
            {
                var close = i + 1;
                close += close < _text.Length && _text[close] == '^' ? 1 : 0;
                close = close + 1 < _text.Length ? _text.IndexOf(']', close + 1) : -1;
                i = close < 0 ? i : close;
            }
        }

        return -1;
    }

    private void ToEnd()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end;
    }

    /// <summary>Text to insert goes to the end of the line, and on where the line ends with a backslash.</summary>
    private void Inserted()
    {
        for (; _at < _text.Length && _text[_at] != '\n'; _at++)
        {
            if (_text[_at] == '\\')
            {
                _at++;
            }
        }
    }

    private void File(EffectKind kind)
    {
        var start = _at;
        ToEnd();
        var name = _text[start.._at].Trim();
        if (name.Length > 0)
        {
            _reading.Path(kind, new ShellWord(name, _script.IsKnown, _script.IsKnown ? name : "", false, _script.Span));
        }
    }

    private void Run()
    {
        var start = _at;
        ToEnd();
        var code = _text[start.._at].Trim();
        if (code.Length > 0)
        {
            _reading.Script(new ShellWord(code, _script.IsKnown, "", false, _script.Span), "sed e");
        }

        _reading.Execute(Certainty.Certain, "sed e");
    }
}
