namespace Pharos.Rego.Syntax;

/// <summary>Reads tokens on demand, so that the parser can step into the expressions of a template string.</summary>
internal sealed partial class Lexer(string source)
{
    private readonly HashSet<string> _keywords = new(LanguageKeywords.Always, StringComparer.Ordinal);
    private int _position;
    private int _row = 1;
    private int _lineStart;

    /// <summary>Comments by the row they stand on.</summary>
    public SortedDictionary<int, Comment> Comments { get; } = [];

    public bool IsKeyword(string name) => _keywords.Contains(name);

    /// <summary>Makes a word a keyword; <c>every</c> brings the <c>in</c> that it needs.</summary>
    public void AddKeyword(string name)
    {
        _keywords.Add(name);
        if (name == "every")
        {
            _keywords.Add("in");
        }
    }

    /// <summary>The character behind the token last read.</summary>
    public char Peek() => _position < source.Length ? source[_position] : '\0';

    /// <summary>Reads a token again, which an import may have turned into a keyword.</summary>
    public Token Again(in Token token)
    {
        _position = token.Start;
        _row = token.Row;
        _lineStart = token.Start - token.Column + 1;
        return Next() with { SpaceBefore = token.SpaceBefore };
    }

    public (int Position, int Row, int LineStart) Save() => (_position, _row, _lineStart);

    public void Restore((int Position, int Row, int LineStart) state) => (_position, _row, _lineStart) = state;

    public Token Next()
    {
        var spaceBefore = SkipBlanks();
        var start = _position;
        var column = start - _lineStart + 1;
        if (start >= source.Length)
        {
            return new Token(TokenKind.EndOfFile, start, start, _row, column, spaceBefore, "");
        }

        var c = source[start];
        if (IsLetter(c))
        {
            var end = start + 1;
            while (end < source.Length && (IsLetter(source[end]) || char.IsAsciiDigit(source[end])))
            {
                end++;
            }

            _position = end;
            var text = source[start..end];
            // A keyword that heads a reference (`not.foo`) is an ordinary name, and `contains` is also a builtin.
            var headsReference = end + 1 < source.Length && source[end] == '.' && IsLetter(source[end + 1]) && text is not ("and" or "or");
            headsReference |= text == "contains" && end < source.Length && source[end] == '(';
            var kind = !headsReference && _keywords.Contains(text) ? TokenKind.Keyword : TokenKind.Identifier;
            return new Token(kind, start, end, _row, column, spaceBefore, text);
        }

        var row = _row;
        if (char.IsAsciiDigit(c))
        {
            return Number(start, column, spaceBefore);
        }

        if (c == '"')
        {
            return QuotedString(start, column, spaceBefore);
        }

        if (c == '`')
        {
            return RawString(start, row, column, spaceBefore);
        }

        var (mark, length) = Punctuation(start);
        _position = start + length;
        var spelled = mark == TokenKind.Illegal ? $"illegal token {c}" : source.Substring(start, length);
        return new Token(mark, start, _position, row, column, spaceBefore, spelled);
    }

    private (TokenKind Kind, int Length) Punctuation(int start)
    {
        var next = start + 1 < source.Length ? source[start + 1] : '\0';
        return source[start] switch
        {
            '{' => (TokenKind.LeftBrace, 1),
            '}' => (TokenKind.RightBrace, 1),
            '[' => (TokenKind.LeftBracket, 1),
            ']' => (TokenKind.RightBracket, 1),
            '(' => (TokenKind.LeftParen, 1),
            ')' => (TokenKind.RightParen, 1),
            ',' => (TokenKind.Comma, 1),
            ';' => (TokenKind.Semicolon, 1),
            '.' => (TokenKind.Dot, 1),
            ':' => next == '=' ? (TokenKind.Assign, 2) : (TokenKind.Colon, 1),
            '=' => next == '=' ? (TokenKind.Equal, 2) : (TokenKind.Unify, 1),
            '!' when next == '=' => (TokenKind.NotEqual, 2),
            '<' => next == '=' ? (TokenKind.LessOrEqual, 2) : (TokenKind.Less, 1),
            '>' => next == '=' ? (TokenKind.GreaterOrEqual, 2) : (TokenKind.Greater, 1),
            '+' => (TokenKind.Plus, 1),
            '-' => (TokenKind.Minus, 1),
            '*' => (TokenKind.Star, 1),
            '/' => (TokenKind.Slash, 1),
            '%' => (TokenKind.Percent, 1),
            '&' => (TokenKind.Ampersand, 1),
            '|' => (TokenKind.Bar, 1),
            '$' when next == '"' => (TokenKind.TemplateStart, 2),
            '$' when next == '`' => (TokenKind.RawTemplateStart, 2),
            _ => (TokenKind.Illegal, 1),
        };
    }

    private Token Number(int start, int column, bool spaceBefore)
    {
        var end = start;
        bool Digits()
        {
            var from = end;
            while (end < source.Length && char.IsAsciiDigit(source[end]))
            {
                end++;
            }

            return end > from;
        }

        Digits();
        var valid = source[start] != '0' || end == start + 1;
        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            end++;
            Digits();
        }

        if (end < source.Length && source[end] is 'e' or 'E')
        {
            end++;
            if (end < source.Length && source[end] is '+' or '-')
            {
                end++;
            }

            valid &= Digits();
        }

        if (end < source.Length && IsLetter(source[end]))
        {
            valid = false;
            end++;
        }

        _position = end;
        var text = source[start..end];
        return valid
            ? new Token(TokenKind.Number, start, end, _row, column, spaceBefore, text)
            : new Token(TokenKind.Illegal, start, end, _row, column, spaceBefore, $"illegal number format {text}");
    }

    private bool SkipBlanks()
    {
        var start = _position;
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c == '\n')
            {
                _position++;
                _row++;
                _lineStart = _position;
            }
            else if (c is ' ' or '\t' or '\r' || (c == '\uFEFF' && _position == 0))
            {
                _position++;
            }
            else if (c == '#')
            {
                var end = source.IndexOf('\n', _position);
                end = end < 0 ? source.Length : end;
                Comments[_row] = new Comment(_row, _position - _lineStart + 1, source[(_position + 1)..end].TrimEnd('\r'));
                _position = end;
            }
            else
            {
                break;
            }
        }

        return _position > start || start == 0;
    }

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c == '_';
}
