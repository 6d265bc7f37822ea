namespace Pharos.Shell.Syntax;

/// <summary><c>${…}</c>.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Stands for an operator that is none.</summary>
    private const string Malformed = "?!";

    private WordPart Braced(bool quoted)
    {
        var start = _position;
        _position += 2;
        if (Current is ' ' or '\t' or '\n' or '|')
        {
            _position++;
            var body = List();
            Expect(Keyword.Close, "}", start, "'${'");
            _state.Doubt(Span(start), "'${ …; }' runs commands in some shells only");
            return new SubstitutionPart(body, Span(start), quoted);
        }

        var isIndirect = false;
        var isLength = false;
        if (Current == '#' && Peek(1) is not ('}' or '\0') && (ShellCharacters.IsName(Peek(1)) || (Peek(1) is '@' or '*' or '?' or '-' or '$' or '!' or '#' && Peek(2) == '}')))
        {
            isLength = true;
            _position++;
        }
        else if (Current == '!' && (ShellCharacters.IsName(Peek(1)) || Peek(1) is '@' or '*' or '#' or '?'))
        {
            isIndirect = true;
            _position++;
        }

        var from = _position;
        if (ShellCharacters.IsNameStart(Current))
        {
            while (ShellCharacters.IsName(Current))
            {
                _position++;
            }
        }
        else if (char.IsAsciiDigit(Current))
        {
            while (char.IsAsciiDigit(Current))
            {
                _position++;
            }
        }
        else if (Current is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _position++;
        }

        var name = _text[from.._position];
        WordNode? index = null;
        if (Current == '[')
        {
            _position++;
            index = Arithmetic(']', '}');
        }

        var op = Operator();
        if (op == Malformed)
        {
            _state.Doubt(Span(start), "shells read this '${…}' in different ways, or not at all");
        }

        var argument = Argument(start, quoted && op is not ("#" or "##" or "%" or "%%" or "/" or "//" or "/#" or "/%" or "^" or "^^" or "," or ",,"));
        return new ParameterPart(name, Span(start), quoted) { IsBraced = true, Operator = op, Argument = argument, Index = index, IsLength = isLength, IsIndirect = isIndirect };
    }

    private string Operator()
    {
        var (op, length) = (Current, Peek(1)) switch
        {
            (':', '-') => (":-", 2),
            (':', '=') => (":=", 2),
            (':', '?') => (":?", 2),
            (':', '+') => (":+", 2),
            ('#', '#') => ("##", 2),
            ('%', '%') => ("%%", 2),
            ('/', '/') => ("//", 2),
            ('/', '#') => ("/#", 2),
            ('/', '%') => ("/%", 2),
            ('^', '^') => ("^^", 2),
            (',', ',') => (",,", 2),
            ('~', '~') => ("~~", 2),
            ('~', '}') => ("~", 1),
            ('-', _) => ("-", 1),
            ('=', _) => ("=", 1),
            ('?', _) => ("?", 1),
            ('+', _) => ("+", 1),
            ('#', _) => ("#", 1),
            ('%', _) => ("%", 1),
            ('/', _) => ("/", 1),
            ('^', _) => ("^", 1),
            (',', _) => (",", 1),
            (':', _) => (":", 1),
            ('@', _) => ("@", 1),
            ('}', _) => ("", 0),
            _ => (Malformed, 0),
        };
        _position += length;
        return op;
    }

    /// <summary>
    /// Reads up to the closing brace. Within double quotes a pair of single quotes hides braces and double quotes, but stays part of the value, and what it holds is expanded.
    /// </summary>
    private WordNode? Argument(int openedAt, bool inDoubleQuotes)
    {
        var start = _position;
        if (Current == '}')
        {
            _position++;
            return null;
        }

        var parts = new List<WordPart>();
        var literal = start;
        var hidden = start;
        while (true)
        {
            if (AtEnd)
            {
                if (!_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(openedAt, openedAt + 2), "'}' of '${' is missing");
                }

                Flush(parts, ref literal);
                break;
            }

            var c = Current;
            if (c == '\'' && inDoubleQuotes && _position >= hidden)
            {
                hidden = _text.IndexOf('\'', _position + 1, _end - _position - 1) + 1;
                if (hidden == 0)
                {
                    _state.Error(_fixed ?? new SourceSpan(_position, _position + 1), "a single quote is not closed");
                    hidden = _end;
                }
            }

            if (_position < hidden && c is '}' or '"' or '\'' or '<' or '>')
            {
                _position++;
                continue;
            }

            if (c == '}')
            {
                Flush(parts, ref literal);
                _position++;
                break;
            }

            if (c is '\\' or '"' or '$' or '`' || (c == '\'' && !inDoubleQuotes) || AtProcessSubstitution())
            {
                Flush(parts, ref literal);
                if (c is '<' or '>')
                {
                    parts.Add(ProcessSubstitution());
                }
                else
                {
                    QuotedPart(parts);
                }

                if (start < hidden && literal < hidden && _position > hidden)
                {
                    _state.Doubt(Span(openedAt), "a quote inside '${…}' ends in the middle of a substitution");
                }

                literal = _position;
                continue;
            }

            _position++;
        }

        return new WordNode(parts, Span(start));
    }
}
