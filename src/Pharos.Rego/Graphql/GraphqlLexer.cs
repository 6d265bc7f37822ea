using System.Globalization;
using System.Text;

namespace Pharos.Rego.Graphql;

/// <summary>Reads the tokens of a GraphQL text one by one. Columns count code points.</summary>
internal sealed class GraphqlLexer(string source)
{
    private int _position;
    private int _line = 1;
    private int _column = 1;

    public GraphqlToken Next()
    {
        SkipIgnored();
        var position = new GraphqlPosition(_line, _column);
        if (_position >= source.Length)
        {
            return new GraphqlToken(GraphqlTokenKind.EndOfFile, "", position);
        }

        var c = source[_position];
        if (c is '!' or '$' or '&' or '(' or ')' or ':' or '=' or '@' or '[' or ']' or '{' or '}' or '|')
        {
            Step();
            return new GraphqlToken(GraphqlTokenKind.Punctuation, c.ToString(), position);
        }

        if (string.CompareOrdinal(source, _position, "...", 0, 3) == 0)
        {
            Step(3);
            return new GraphqlToken(GraphqlTokenKind.Punctuation, "...", position);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            var start = _position;
            while (_position < source.Length && (char.IsAsciiLetterOrDigit(source[_position]) || source[_position] == '_'))
            {
                Step();
            }

            return new GraphqlToken(GraphqlTokenKind.Name, source[start.._position], position);
        }

        var (kind, text) = char.IsAsciiDigit(c) || c == '-' ? Number()
            : c != '"' ? (GraphqlTokenKind.Invalid, "")
            : string.CompareOrdinal(source, _position, "\"\"\"", 0, 3) == 0 ? Block()
            : Quoted();

        // What cannot be read is reported where reading ended; a string is reported behind its opening quotes.
        return kind switch
        {
            GraphqlTokenKind.Invalid => new GraphqlToken(kind, "", new GraphqlPosition(_line, _column)),
            GraphqlTokenKind.String => new GraphqlToken(kind, text, position with { Column = position.Column + 1 }),
            GraphqlTokenKind.BlockString => new GraphqlToken(kind, text, position with { Column = position.Column + 3 }),
            _ => new GraphqlToken(kind, text, position),
        };
    }

    private void SkipIgnored()
    {
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c == '#')
            {
                while (_position < source.Length && (source[_position] >= ' ' || source[_position] == '\t'))
                {
                    Step();
                }
            }
            else if (c is '\n' or '\r')
            {
                NewLine();
            }
            else if (c is ' ' or '\t' or ',' or '\uFEFF')
            {
                Step();
            }
            else
            {
                break;
            }
        }
    }

    private void Step(int count = 1)
    {
        for (; count > 0; count--)
        {
            _column += char.IsLowSurrogate(source[_position]) ? 0 : 1;
            _position++;
        }
    }

    private void NewLine()
    {
        _position += source[_position] == '\r' && _position + 1 < source.Length && source[_position + 1] == '\n' ? 2 : 1;
        _line++;
        _column = 1;
    }

    private (GraphqlTokenKind Kind, string Text) Number()
    {
        var start = _position;
        var kind = GraphqlTokenKind.Int;
        if (source[_position] == '-')
        {
            Step();
        }

        if (_position < source.Length && source[_position] == '0')
        {
            Step();
            if (_position < source.Length && char.IsAsciiDigit(source[_position]))
            {
                return (GraphqlTokenKind.Invalid, "");
            }
        }
        else if (!Digits())
        {
            return (GraphqlTokenKind.Invalid, "");
        }

        if (_position < source.Length && source[_position] == '.')
        {
            kind = GraphqlTokenKind.Float;
            Step();
            if (!Digits())
            {
                return (GraphqlTokenKind.Invalid, "");
            }
        }

        if (_position < source.Length && (source[_position] is 'e' or 'E'))
        {
            kind = GraphqlTokenKind.Float;
            Step();
            if (_position < source.Length && (source[_position] is '+' or '-'))
            {
                Step();
            }

            if (!Digits())
            {
                return (GraphqlTokenKind.Invalid, "");
            }
        }

        return (kind, source[start.._position]);
    }

    private bool Digits()
    {
        var start = _position;
        while (_position < source.Length && char.IsAsciiDigit(source[_position]))
        {
            Step();
        }

        return _position > start;
    }

    private (GraphqlTokenKind Kind, string Text) Quoted()
    {
        var text = new StringBuilder();
        Step();
        while (_position < source.Length && source[_position] is not ('\n' or '\r'))
        {
            var c = source[_position];
            if (c == '"')
            {
                Step();
                return (GraphqlTokenKind.String, text.ToString());
            }

            if ((c < ' ' && c != '\t') || (c == '\\' && !Escape(text)))
            {
                break;
            }

            if (c != '\\')
            {
                text.Append(c);
                Step();
            }
        }

        return (GraphqlTokenKind.Invalid, "");
    }

    private bool Escape(StringBuilder text)
    {
        var plain = _position + 1 >= source.Length ? '\0' : source[_position + 1] switch
        {
            '"' => '"',
            '/' => '/',
            '\\' => '\\',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        if (plain != '\0')
        {
            text.Append(plain);
            Step(2);
            return true;
        }

        if (_position + 6 > source.Length || source[_position + 1] != 'u'
            || !ushort.TryParse(source.AsSpan(_position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            return false;
        }

        text.Append((char)unit);
        Step(6);
        return true;
    }

    private (GraphqlTokenKind Kind, string Text) Block()
    {
        var text = new StringBuilder();
        Step(3);
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c == '"')
            {
                var quotes = 1;
                while (_position + quotes < source.Length && source[_position + quotes] == '"')
                {
                    quotes++;
                }

                Step(quotes);
                if (quotes >= 3)
                {
                    text.Append('"', quotes - 3);
                    return (GraphqlTokenKind.BlockString, GraphqlText.Block(text.ToString()));
                }

                text.Append('"', quotes);
            }
            else if (string.CompareOrdinal(source, _position, "\\\"\"\"", 0, 4) == 0)
            {
                text.Append("\"\"\"");
                Step(4);
            }
            else if (c is '\n' or '\r')
            {
                text.Append('\n');
                NewLine();
            }
            else if (c < ' ' && c != '\t')
            {
                break;
            }
            else
            {
                text.Append(c);
                Step();
            }
        }

        return (GraphqlTokenKind.Invalid, "");
    }
}
