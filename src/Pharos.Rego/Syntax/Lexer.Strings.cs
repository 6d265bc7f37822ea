using System.Globalization;
using System.Text;

namespace Pharos.Rego.Syntax;

internal sealed partial class Lexer
{
    /// <summary>
    /// Reads the text of a template up to the next expression or the closing quote. The position is left behind what ended it.
    /// </summary>
    /// <returns>The text, whether an expression follows, and a complaint where the text is malformed.</returns>
    public (string Text, bool Expression, string? Error) TemplateText(bool raw)
    {
        var text = new StringBuilder();
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c == (raw ? '`' : '"'))
            {
                _position++;
                return (text.ToString(), false, null);
            }

            if (c == '{')
            {
                _position++;
                return (text.ToString(), true, null);
            }

            if (c == '\\' && _position + 1 < source.Length && source[_position + 1] == '{')
            {
                text.Append('{');
                _position += 2;
            }
            else if (c == '\\' && !raw)
            {
                if (!Escape(text))
                {
                    return ("", false, "illegal escape sequence in template string");
                }
            }
            else if (c == '\n')
            {
                if (!raw)
                {
                    break;
                }

                text.Append(c);
                _position++;
                _row++;
                _lineStart = _position;
            }
            else
            {
                text.Append(c);
                _position++;
            }
        }

        return ("", false, "non-terminated template string");
    }

    /// <summary>Continues behind a token that was read ahead, which is how the text of a template is resumed after its expression.</summary>
    public void ResumeAfter(in Token token)
    {
        _position = token.End;
        _row = token.Row;
        _lineStart = token.Start - token.Column + 1;
    }

    private Token QuotedString(int start, int column, bool spaceBefore)
    {
        var plain = start + 1;
        while (plain < source.Length && source[plain] is not ('"' or '\\' or '\n') && source[plain] >= ' ')
        {
            plain++;
        }

        if (plain < source.Length && source[plain] == '"')
        {
            _position = plain + 1;
            return new Token(TokenKind.String, start, _position, _row, column, spaceBefore, source[(start + 1)..plain]);
        }

        var text = new StringBuilder();
        _position = start + 1;
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c == '"')
            {
                _position++;
                return new Token(TokenKind.String, start, _position, _row, column, spaceBefore, text.ToString());
            }

            if (c == '\n')
            {
                break;
            }

            if (c == '\\')
            {
                if (!Escape(text))
                {
                    return new Token(TokenKind.Illegal, start, _position, _row, column, spaceBefore, "illegal string escape sequence");
                }

                continue;
            }

            if (c < ' ' && c != '\t')
            {
                return new Token(TokenKind.Illegal, start, _position, _row, column, spaceBefore, "illegal control character in string");
            }

            text.Append(c);
            _position++;
        }

        return new Token(TokenKind.Illegal, start, _position, _row, column, spaceBefore, "non-terminated string");
    }

    private Token RawString(int start, int row, int column, bool spaceBefore)
    {
        var end = source.IndexOf('`', start + 1);
        if (end < 0)
        {
            _position = source.Length;
            return new Token(TokenKind.Illegal, start, source.Length, row, column, spaceBefore, "non-terminated string");
        }

        for (var i = source.IndexOf('\n', start, end - start); i >= 0; i = source.IndexOf('\n', i + 1, end - i - 1))
        {
            _row++;
            _lineStart = i + 1;
        }

        _position = end + 1;
        var text = source[(start + 1)..end];
        return new Token(TokenKind.String, start, _position, row, column, spaceBefore, text);
    }

    private bool Escape(StringBuilder text)
    {
        if (_position + 1 >= source.Length)
        {
            return false;
        }

        var c = source[_position + 1];
        var plain = c switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
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
            _position += 2;
            return true;
        }

        if (c != 'u' || _position + 6 > source.Length
            || !ushort.TryParse(source.AsSpan(_position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            return false;
        }

        text.Append((char)unit);
        _position += 6;
        return true;
    }
}
