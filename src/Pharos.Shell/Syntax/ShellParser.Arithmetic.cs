namespace Pharos.Shell.Syntax;

/// <summary>Arithmetic expressions.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Looks ahead for the <c>))</c> that tells arithmetic from a subshell inside a substitution. Bounded by the depth of nesting times the length.</summary>
    private bool ClosesAsArithmetic(int from)
    {
        var nesting = 0;
        for (var i = from; i < _end; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '\'' or '"':
                    var close = i;
                    do
                    {
                        close = _text.IndexOf(_text[i], close + 1, _end - close - 1);
                    }
                    while (close > 0 && _text[i] == '"' && _text[close - 1] == '\\' && close + 1 < _end);
                    if (close < 0)
                    {
                        return true;
                    }

                    i = close;
                    break;
                case '(':
                    nesting++;
                    break;
                case ')' when nesting > 0:
                    nesting--;
                    break;
                case ')':
                    return i + 1 < _end && _text[i + 1] == ')';
            }
        }

        return true;
    }

    /// <summary>An expression up to <c>))</c> or <c>]</c>. Quotes are read as quotes so that what they hide is seen.</summary>
    private WordNode Arithmetic(char closer, char stop = '\0')
    {
        var start = _position;
        var parts = new List<WordPart>();
        var literal = start;
        var nesting = 0;
        while (true)
        {
            if (AtEnd)
            {
                if (!_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(Math.Max(0, start - 1), start), closer == ')' ? "'))' is missing" : "']' is missing");
                }

                Flush(parts, ref literal);
                break;
            }

            var c = Current;
            if (nesting == 0 && c == closer && (closer == ']' || Peek(1) == ')'))
            {
                Flush(parts, ref literal);
                _position += closer == ')' ? 2 : 1;
                break;
            }

            if (c == stop && stop != '\0')
            {
                Flush(parts, ref literal);
                break;
            }

            if (ShellCharacters.StartsPart(c))
            {
                Flush(parts, ref literal);
                QuotedPart(parts);
                literal = _position;
                continue;
            }

            if (c == (closer == ')' ? '(' : '['))
            {
                nesting++;
            }
            else if (c == closer && nesting > 0)
            {
                nesting--;
            }

            _position++;
        }

        return new WordNode(parts, Span(start));
    }
}
