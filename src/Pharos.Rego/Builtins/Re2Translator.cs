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
    private const int MaxDepth = 1000;
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
    private int _weight = 1;
    private int _quoted = -1;
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
        translator.Alternatives();
        if (translator._error is null && !translator.AtEnd)
        {
            translator.Fail("unexpected ): `" + pattern + "`");
        }

        return translator._error is { } error
            ? new Re2Translation.Refused("error parsing regexp: " + error)
            : new Re2Translation.Translated(translator._output.ToString(), [.. translator._names], translator._boundaries);
    }

    private void Fail(string error) => _error ??= error;

    /// <summary>Translates up to the closing parenthesis; returns how often repetitions inside repeat each other's work.</summary>
    private int Alternatives()
    {
        if (++_depth > MaxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Fail($"expression nests too deeply: `{_pattern}`");
        }

        int heaviest = 1;
        int start = -1;
        int operation = -1;
        _weight = 1;
        while (_error is null && !AtEnd && _pattern[_at] != ')')
        {
            if (_pattern[_at] == '|')
            {
                _at++;
                _output.Append('|');
                start = -1;
                operation = -1;
                continue;
            }

            int at = _at;
            if (TryReadOperation(out int least, out int most))
            {
                Repeat(start, operation >= 0 ? operation : at, least, most, operation >= 0);
                operation = operation >= 0 ? operation : at;
                heaviest = Math.Max(heaviest, _weight);
                continue;
            }

            operation = -1;
            int before = _output.Length;
            _weight = 1;
            if (Atom())
            {
                start = _quoted >= 0 ? _quoted : before;
                _quoted = -1;
            }

            heaviest = Math.Max(heaviest, _weight);
        }

        _depth--;
        return heaviest;
    }

    // Whether an atom was written that a repetition may follow; flags write none.
    private bool Atom()
    {
        char c = _pattern[_at];
        switch (c)
        {
            case '(':
                return Group();
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
            case '\\':
                return Escape();
            default:
                Literal(NextRune());
                return true;
        }
    }

    private bool TryReadOperation(out int least, out int most)
    {
        (least, most) = _pattern[_at] switch { '*' => (0, -1), '+' => (1, -1), '?' => (0, 1), _ => (-1, -1) };
        if (least >= 0)
        {
            _at++;
            return true;
        }

        if (_pattern[_at] != '{' || !TryReadCount(out least, out most, out int length))
        {
            return false;
        }

        _at += length;
        if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most))
        {
            Fail($"invalid repeat count: `{_pattern.AsSpan(_at - length, length)}`");
        }

        return true;
    }

    private void Repeat(int start, int operation, int least, int most, bool repeated)
    {
        bool lazy = !AtEnd && _pattern[_at] == '?';
        _at += lazy ? 1 : 0;
        string text = _pattern[operation.._at];
        if (repeated)
        {
            Fail($"invalid nested repetition operator: `{text}`");
            return;
        }

        if (start < 0)
        {
            Fail($"missing argument to repetition operator: `{text}`");
            return;
        }

        // Counts multiply when they nest, so small ones could ask for an automaton of any size.
        bool counted = text[0] == '{';
        int times = most < 0 ? least : most;
        _weight = counted && times == 0 ? 1 : counted ? _weight * times : _weight;
        if (_weight > MaxRepeat)
        {
            Fail($"invalid repeat count: `{text}`");
            return;
        }

        _output.Insert(start, "(?:").Append(')');
        _output.Append(counted ? most < 0 ? $"{{{least},}}" : least == most ? $"{{{least}}}" : $"{{{least},{most}}}" : text[..1]);
        if (lazy != _swapGreed)
        {
            _output.Append('?');
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

    private bool Group()
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
                if (name.Length == 0 || name.Any(static n => !char.IsAsciiLetterOrDigit(n) && n != '_'))
                {
                    Fail("invalid named capture: `" + (close < 0 ? _pattern[(_at - 1)..] : _pattern[(_at - 1)..(close + 1)]) + "`");
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

        _weight = Alternatives();
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

        Fail("invalid or unsupported Perl syntax: `" + _pattern[start..] + "`");
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
