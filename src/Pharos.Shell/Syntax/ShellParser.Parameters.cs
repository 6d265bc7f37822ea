namespace Pharos.Shell.Syntax;

/// <summary><c>${…}</c>.</summary>
internal sealed partial class ShellParser
{
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
            index = Arithmetic(']');
        }

        var op = Operator();
        var argument = Argument(start, quoted && op is not ("#" or "##" or "%" or "%%" or "/" or "//" or "/#" or "/%" or "^" or "^^" or "," or ",,"));
        return new ParameterPart(name, Span(start), quoted) { Operator = op, Argument = argument, Index = index, IsLength = isLength, IsIndirect = isIndirect };
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
            _ => ("unknown", 0),
        };
        _position += length;
        return op;
    }

    /// <summary>Reads up to the closing brace. Within double quotes a single quote is an ordinary character.</summary>
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

                literal = _position;
                continue;
            }

            _position++;
        }

        return new WordNode(parts, Span(start), false);
    }
}
