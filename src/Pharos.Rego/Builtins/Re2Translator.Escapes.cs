using System.Globalization;
using System.Text;

namespace Pharos.Rego.Builtins;

/// <content>Escapes and character classes.</content>
internal sealed partial class Re2Translator
{
    private bool Escape()
    {
        if (_at + 1 >= _pattern.Length)
        {
            Fail("trailing backslash at end of expression: ``");
            return false;
        }

        switch (_pattern[_at + 1])
        {
            case 'A':
                _at += 2;
                _output.Append("\\A");
                return true;
            case 'z':
                _at += 2;
                _output.Append("\\z");
                return true;
            case 'b' or 'B':
                _boundaries = true;
                _output.Append(_pattern, _at, 2);
                _at += 2;
                return true;
            case 'Q':
                return Quotation();
            default:
                if (ClassEscape() is { } points)
                {
                    Write(points);
                }
                else if (_error is null)
                {
                    Literal(EscapedRune());
                }

                return true;
        }
    }

    // A repetition behind the quotation applies to its last character only.
    private bool Quotation()
    {
        int end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
        int stop = end < 0 ? _pattern.Length : end;
        bool any = _at + 2 < stop;
        _at += 2;
        while (_at < stop)
        {
            _quoted = _output.Length;
            Literal(NextRune());
        }

        _at = end < 0 ? stop : end + 2;
        return any;
    }

    private CodePoints? ClassEscape()
    {
        char c = _pattern[_at + 1];
        CodePoints? points = c switch
        {
            'd' => CodePointClasses.Digit,
            'D' => Cased(CodePointClasses.Digit).Negated(),
            'w' => CodePointClasses.Word,
            'W' => Cased(CodePointClasses.Word).Negated(),
            's' => CodePointClasses.Space,
            'S' => Cased(CodePointClasses.Space).Negated(),
            _ => null,
        };
        if (points is not null)
        {
            _at += 2;
            return points;
        }

        if (c is not ('p' or 'P'))
        {
            return null;
        }

        int start = _at;
        _at += 2;
        string name = string.Empty;
        if (!AtEnd && _pattern[_at] == '{')
        {
            int close = _pattern.IndexOf('}', _at);
            name = close < 0 ? string.Empty : _pattern[(_at + 1)..close];
            _at = close < 0 ? _pattern.Length : close + 1;
        }
        else if (!AtEnd)
        {
            name = _pattern[_at++].ToString();
        }

        bool negated = (c == 'P') ^ name.StartsWith('^');
        points = CodePointClasses.Named(name.StartsWith('^') ? name[1..] : name);
        if (points is null)
        {
            Fail("invalid character class range: `" + _pattern[start.._at] + "`");
            return null;
        }

        return negated ? Cased(points).Negated() : new CodePoints().Add(points);
    }

    // What a negated class leaves out has to be complete in its cases before it is negated.
    private CodePoints Cased(CodePoints points) => _fold ? points.Folded() : points;

    private int EscapedRune()
    {
        int start = _at;
        _at++;
        if (AtEnd)
        {
            Fail("trailing backslash at end of expression: ``");
            return 0;
        }

        int point = NextRune();
        switch (point)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal(start);
            case >= '0' and <= '7' when point == '0' || (!AtEnd && _pattern[_at] is >= '0' and <= '7'):
                int octal = point - '0';
                for (int digits = 1; digits < 3 && !AtEnd && _pattern[_at] is >= '0' and <= '7'; digits++)
                {
                    octal = (octal * 8) + _pattern[_at++] - '0';
                }

                return octal;
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)point):
                return point;
            default:
                Fail("invalid escape sequence: `" + _pattern[start.._at] + "`");
                return 0;
        }
    }

    private int Hexadecimal(int start)
    {
        ReadOnlySpan<char> digits = default;
        if (!AtEnd && _pattern[_at] == '{')
        {
            int close = _pattern.IndexOf('}', _at);
            if (close > 0)
            {
                digits = _pattern.AsSpan(_at + 1, close - _at - 1);
                _at = close + 1;
            }
        }
        else if (_at + 2 <= _pattern.Length)
        {
            digits = _pattern.AsSpan(_at, 2);
            _at += 2;
        }

        if (!digits.IsEmpty && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point) && point is >= 0 and <= 0x10ffff)
        {
            return point;
        }

        Fail("invalid escape sequence: `" + _pattern[start..Math.Min(_pattern.Length, Math.Max(_at, start + 2))] + "`");
        return 0;
    }

    private void Class()
    {
        int start = _at;
        _at++;
        bool negated = !AtEnd && _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var points = new CodePoints();
        for (bool first = true; _error is null; first = false)
        {
            if (AtEnd)
            {
                Fail("missing closing ]: `" + _pattern[start..] + "`");
                return;
            }

            if (_pattern[_at] == ']' && !first)
            {
                _at++;
                break;
            }

            if (Starts("[:") && _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) is > 0 and var close)
            {
                string name = _pattern[(_at + 2)..close];
                CodePoints? named = CodePointClasses.Posix(name.TrimStart('^'));
                if (named is null)
                {
                    Fail("invalid character class range: `" + _pattern[_at..(close + 2)] + "`");
                    return;
                }

                points.Add(name.StartsWith('^') ? Cased(named).Negated() : named);
                _at = close + 2;
                continue;
            }

            if (_pattern[_at] == '\\' && _at + 1 < _pattern.Length && ClassEscape() is { } escaped)
            {
                points.Add(escaped);
                continue;
            }

            if (_error is not null)
            {
                return;
            }

            int rangeStart = _at;
            int low = ClassRune();
            int high = low;
            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                high = ClassRune();
            }

            if (high < low)
            {
                Fail("invalid character class range: `" + _pattern[rangeStart.._at] + "`");
                return;
            }

            points.Add(low, high);
        }

        points = _fold ? points.Folded() : points;
        (negated ? points.Negated() : points).WriteTo(_output);
    }

    private int ClassRune() => AtEnd ? 0 : _pattern[_at] == '\\' ? EscapedRune() : NextRune();
}
