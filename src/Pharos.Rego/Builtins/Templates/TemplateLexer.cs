using System.Text;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>Splits a template of Go's <c>text/template</c> into text and the words of its actions.</summary>
internal sealed class TemplateLexer(string source)
{
    private const string Blanks = " \t\r\n";

    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private int _line = 1;

    internal List<TemplateToken> Read()
    {
        bool trims = false;
        while (true)
        {
            int open = source.IndexOf("{{", _at, StringComparison.Ordinal);
            string text = open < 0 ? source[_at..] : source[_at..open];
            bool trimsNext = open >= 0 && open + 3 < source.Length && source[open + 2] == '-' && Blanks.Contains(source[open + 3], StringComparison.Ordinal);
            _line += text.Count(static c => c == '\n');
            text = trims ? text.TrimStart(' ', '\t', '\r', '\n') : text;
            text = trimsNext ? text.TrimEnd(' ', '\t', '\r', '\n') : text;
            if (text.Length > 0)
            {
                Add(TemplateTokenKind.Text, text, false);
            }

            if (open < 0)
            {
                return _tokens;
            }

            _at = open + (trimsNext ? 3 : 2);
            trims = Comment() ?? Action();
        }
    }

    private void Add(TemplateTokenKind kind, string text, bool gap) => _tokens.Add(new TemplateToken(kind, text, gap, _line));

    private bool? Comment()
    {
        int start = _at;
        while (start < source.Length && Blanks.Contains(source[start], StringComparison.Ordinal))
        {
            start++;
        }

        if (string.CompareOrdinal(source, start, "/*", 0, 2) != 0)
        {
            return null;
        }

        int end = source.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("unclosed comment");
        }

        _line += source.AsSpan(_at, end - _at).Count('\n');
        _at = end + 2;
        return TryClose(out bool trims, out _) ? trims : throw Error("comment ends before closing delimiter");
    }

    private bool Action()
    {
        Add(TemplateTokenKind.Open, "{{", false);
        while (true)
        {
            if (TryClose(out bool trims, out bool gap))
            {
                Add(TemplateTokenKind.Close, "}}", gap);
                return trims;
            }

            if (_at >= source.Length)
            {
                throw Error("unclosed action");
            }

            Word(gap);
        }
    }

    private bool TryClose(out bool trims, out bool gap)
    {
        int start = _at;
        while (_at < source.Length && Blanks.Contains(source[_at], StringComparison.Ordinal))
        {
            _line += source[_at++] == '\n' ? 1 : 0;
        }

        gap = _at > start;
        trims = gap && string.CompareOrdinal(source, _at, "-}}", 0, 3) == 0;
        bool closes = trims || string.CompareOrdinal(source, _at, "}}", 0, 2) == 0;
        _at += trims ? 3 : closes ? 2 : 0;
        return closes;
    }

    private void Word(bool gap)
    {
        int start = _at;
        char c = source[_at++];
        switch (c)
        {
            case '"' or '\'':
                Quoted(c, gap);
                break;
            case '`':
                int end = source.IndexOf('`', _at);
                if (end < 0)
                {
                    throw Error("unterminated raw quoted string");
                }

                Add(TemplateTokenKind.String, source[_at..end], gap);
                _at = end + 1;
                break;
            case '.' when _at < source.Length && IsName(source[_at]) && !char.IsAsciiDigit(source[_at]):
                SkipName();
                Add(TemplateTokenKind.Field, source[(start + 1).._at], gap);
                break;
            case '$':
                SkipName();
                Add(TemplateTokenKind.Variable, source[start.._at], gap);
                break;
            case ':' when _at < source.Length && source[_at] == '=':
                _at++;
                Add(TemplateTokenKind.Symbol, ":=", gap);
                break;
            case '(' or ')' or '|' or ',' or '=' or '.':
                Add(TemplateTokenKind.Symbol, c.ToString(), gap);
                break;
            case '+' or '-' or (>= '0' and <= '9'):
                while (_at < source.Length && (IsName(source[_at]) || source[_at] == '.' || (source[_at] is '+' or '-' && source[_at - 1] is 'e' or 'E')))
                {
                    _at++;
                }

                Add(TemplateTokenKind.Number, source[start.._at], gap);
                break;
            default:
                if (!IsName(c))
                {
                    throw Error($"unexpected {RuneName(c)} in command");
                }

                SkipName();
                Add(TemplateTokenKind.Word, source[start.._at], gap);
                break;
        }
    }

    private void Quoted(char quote, bool gap)
    {
        var text = new StringBuilder();
        while (_at < source.Length && source[_at] != quote)
        {
            char c = source[_at++];
            if (c == '\n' || (c == '\\' && _at == source.Length))
            {
                break;
            }

            text.Append(c == '\\' ? Escape() : c.ToString());
        }

        if (_at >= source.Length || source[_at] != quote)
        {
            throw Error(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
        }

        _at++;
        bool isRune = quote == '\'';
        Add(isRune ? TemplateTokenKind.Number : TemplateTokenKind.String, isRune && text.Length > 0 ? char.ConvertToUtf32(text.ToString(), 0).ToString(System.Globalization.CultureInfo.InvariantCulture) : text.ToString(), gap);
    }

    private string Escape()
    {
        char c = source[_at++];
        int digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (_at + digits > source.Length
                || !int.TryParse(source.AsSpan(_at, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int point)
                || !Rune.IsValid(point))
            {
                throw Error("invalid syntax");
            }

            _at += digits;
            return new Rune(point).ToString();
        }

        return c switch
        {
            'n' => "\n", 't' => "\t", 'r' => "\r", 'a' => "\a", 'b' => "\b", 'f' => "\f", 'v' => "\v", '\\' or '\'' or '"' => c.ToString(),
            _ => throw Error("invalid syntax"),
        };
    }

    private void SkipName()
    {
        while (_at < source.Length && IsName(source[_at]))
        {
            _at++;
        }
    }

    private static bool IsName(char c) => c == '_' || char.IsLetterOrDigit(c);

    private static string RuneName(char c) => $"U+{(int)c:X4} '{c}'";

    private TemplateError Error(string message) => new($"template: template:{_line}: {message}");
}
