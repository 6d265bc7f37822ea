using System.Globalization;
using System.Text;

namespace Pharos.Rego.Builtins;

/// <summary>
/// Translates Go's regular expressions into .NET ones with the same matches. What has no faithful translation is an error: a policy that
/// quietly matched something else would decide wrongly.
/// </summary>
internal sealed partial class Re2Translator
{
    private const int MaxPattern = 10_000;
    private const int MaxDepth = 200;
    private const int MaxRepeat = 1000;

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly List<string?> _names = [null];
    private int _at;
    private int _depth;
    private bool _fold;
    private bool _dotNewline;
    private bool _lines;
    private bool _swapGreed;
    private bool _boundaries;
    private string? _error;

    private Re2Translator(string pattern) => _pattern = pattern;

    private bool AtEnd => _at >= _pattern.Length;

    /// <summary>Translates a pattern, or says in Go's words why it is not one.</summary>
    internal static Re2Translation Translate(string pattern)
    {
        if (pattern.Length > MaxPattern)
        {
            return new Re2Translation.Refused("error parsing regexp: expression too large");
        }

        var translator = new Re2Translator(pattern);
        translator.Alternatives(1);
        if (translator._error is null && !translator.AtEnd)
        {
            translator.Fail("unexpected ): `" + pattern + "`");
        }

        return translator._error is { } error
            ? new Re2Translation.Refused("error parsing regexp: " + error)
            : new Re2Translation.Translated(translator._output.ToString(), [.. translator._names], translator._boundaries);
    }

    private void Fail(string error) => _error ??= error;

    private void Alternatives(int repeats)
    {
        if (++_depth > MaxDepth)
        {
            Fail("expression nests too deeply");
        }

        while (_error is null && !AtEnd && _pattern[_at] != ')')
        {
            if (_pattern[_at] == '|')
            {
                _at++;
                _output.Append('|');
                continue;
            }

            int start = _output.Length;
            bool repeatable = Atom(repeats);
            Repetition(start, repeatable);
        }

        _depth--;
    }

    private bool Atom(int repeats)
    {
        char c = _pattern[_at];
        switch (c)
        {
            case '(':
                return Group(repeats);
            case '[':
                Class();
                return true;
            case '.':
                _at++;
                Write(_dotNewline ? new CodePoints().Add(0, 0x10ffff) : new CodePoints().Add(0, 9).Add(11, 0x10ffff));
                return true;
            case '^':
                _at++;
                _output.Append(_lines ? "(?m:^)" : "\\A");
                return true;
            case '$':
                _at++;
                _output.Append(_lines ? "(?m:$)" : "\\z");
                return true;
            case '*' or '+' or '?':
                Fail("missing argument to repetition operator: `" + c + "`");
                return false;
            case '\\':
                return Escape();
            default:
                if (c == '{' && TryReadCount(out _, out _, out _))
                {
                    Fail("missing argument to repetition operator: `{`");
                    return false;
                }

                Literal(NextRune());
                return true;
        }
    }

    private void Repetition(int start, bool repeatable)
    {
        bool repeated = false;
        while (_error is null && !AtEnd)
        {
            char c = _pattern[_at];
            string operation;
            if (c is '*' or '+' or '?')
            {
                operation = c.ToString();
                _at++;
            }
            else if (c == '{' && TryReadCount(out int least, out int most, out int length))
            {
                if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most))
                {
                    Fail($"invalid repeat count: `{_pattern.AsSpan(_at, length)}`");
                    return;
                }

                _at += length;
                operation = most < 0 ? $"{{{least},}}" : least == most ? $"{{{least}}}" : $"{{{least},{most}}}";
            }
            else
            {
                return;
            }

            if (repeated)
            {
                Fail("invalid nested repetition operator: `" + operation + "`");
                return;
            }

            if (!repeatable)
            {
                Fail("missing argument to repetition operator: `" + operation + "`");
                return;
            }

            bool lazy = !AtEnd && _pattern[_at] == '?';
            _at += lazy ? 1 : 0;
            _output.Insert(start, "(?:").Append(')').Append(operation);
            if (lazy != _swapGreed)
            {
                _output.Append('?');
            }

            repeated = true;
        }
    }

    private bool TryReadCount(out int least, out int most, out int length)
    {
        least = 0;
        most = 0;
        length = 0;
        int close = _pattern.IndexOf('}', _at);
        if (close < 0 || close - _at > 24)
        {
            return false;
        }

        string[] parts = _pattern[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || !TryCount(parts[0], out least))
        {
            return false;
        }

        most = parts.Length == 1 ? least : -1;
        length = close - _at + 1;
        return parts.Length == 1 || parts[1].Length == 0 || TryCount(parts[1], out most);
    }

    private static bool TryCount(string digits, out int count)
    {
        count = 0;
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
        {
            return false;
        }

        count = digits.Length > 6 ? MaxRepeat + 1 : int.Parse(digits, CultureInfo.InvariantCulture);
        return true;
    }

    private bool Group(int repeats)
    {
        (bool fold, bool dotNewline, bool lines, bool swapGreed) = (_fold, _dotNewline, _lines, _swapGreed);
        _at++;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            if (Starts("?P<") || Starts("?<"))
            {
                int open = _pattern.IndexOf('<', _at);
                int close = _pattern.IndexOf('>', _at);
                string name = close < 0 ? string.Empty : _pattern[(open + 1)..close];
                if (name.Length == 0 || name.Any(static n => !char.IsAsciiLetterOrDigit(n) && n != '_') || _names.Contains(name))
                {
                    Fail((_names.Contains(name) ? "duplicate capture group name: `" : "invalid named capture: `") + _pattern[(_at - 1)..] + "`");
                    return false;
                }

                _names.Add(name);
                _output.Append('(');
                _at = close + 1;
            }
            else if (!Flags(out bool scoped))
            {
                return false;
            }
            else if (!scoped)
            {
                return false;
            }
            else
            {
                _output.Append("(?:");
            }
        }
        else
        {
            _names.Add(null);
            _output.Append('(');
        }

        Alternatives(repeats);
        if (AtEnd)
        {
            Fail("missing closing ): `" + _pattern + "`");
            return false;
        }

        _at++;
        _output.Append(')');
        (_fold, _dotNewline, _lines, _swapGreed) = (fold, dotNewline, lines, swapGreed);
        return true;
    }

    private bool Flags(out bool scoped)
    {
        int start = _at - 1;
        bool on = true;
        bool any = false;
        scoped = false;
        for (_at++; !AtEnd; _at++)
        {
            switch (_pattern[_at])
            {
                case 'i':
                    _fold = on;
                    break;
                case 'm':
                    _lines = on;
                    break;
                case 's':
                    _dotNewline = on;
                    break;
                case 'U':
                    _swapGreed = on;
                    break;
                case '-' when on:
                    on = false;
                    any = false;
                    continue;
                case ':' or ')' when on || any:
                    scoped = _pattern[_at] == ':';
                    _at++;
                    return true;
                default:
                    Fail("invalid or unsupported Perl syntax: `" + _pattern[start..Math.Min(_pattern.Length, _at + 1)] + "`");
                    return false;
            }

            any = true;
        }

        Fail("missing closing ): `" + _pattern + "`");
        return false;
    }

    private void Literal(int point)
    {
        if (point < 0x80 && (!_fold || !char.IsAsciiLetter((char)point)))
        {
            _output.Append(char.IsAsciiLetterOrDigit((char)point) ? ((char)point).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{point:x4}"));
            return;
        }

        Write(new CodePoints().Add(point, point));
    }

    private void Write(CodePoints points) => (_fold ? points.Folded() : points).WriteTo(_output);

    private int NextRune()
    {
        if (char.IsHighSurrogate(_pattern[_at]) && _at + 1 < _pattern.Length && char.IsLowSurrogate(_pattern[_at + 1]))
        {
            _at += 2;
            return char.ConvertToUtf32(_pattern[_at - 2], _pattern[_at - 1]);
        }

        return _pattern[_at++];
    }

    private bool Starts(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;
}
