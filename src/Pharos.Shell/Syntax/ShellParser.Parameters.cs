namespace Pharos.Shell.Syntax;

/// <summary><c>${…}</c>, arithmetic, assignments and redirections.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Longest subscript that is looked through for the <c>]=</c> that makes a word an assignment; keeps a row of open brackets linear.</summary>
    private const int MaximumSubscript = 256;

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
    private WordNode Arithmetic(char closer)
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

        return new WordNode(parts, Span(start), false);
    }

    private bool TryAssignment(out AssignmentNode assignment)
    {
        assignment = null!;
        var start = _position;
        var i = start + 1;
        while (i < _end && ShellCharacters.IsName(_text[i]))
        {
            i++;
        }

        var nameEnd = i;
        if (i >= _end || _text[i] is not ('=' or '+' or '['))
        {
            return false;
        }

        if (_text[i] == '[')
        {
            i = SubscriptEnd(i);
            if (i < 0)
            {
                return false;
            }
        }

        var append = i + 1 < _end && _text[i] == '+' && _text[i + 1] == '=';
        if (!append && (i >= _end || _text[i] != '='))
        {
            return false;
        }

        var name = _text[start..nameEnd];
        _position = nameEnd;
        WordNode? index = null;
        if (Current == '[')
        {
            _position++;
            index = Arithmetic(']');
        }

        _position += append ? 2 : 1;
        if (Current == '(' && !AtEnd)
        {
            assignment = new AssignmentNode(name, append, index, null, Elements(), Span(start));
            return true;
        }

        var value = AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()) ? null : Word();
        assignment = new AssignmentNode(name, append, index, value, null, Span(start));
        return true;
    }

    private int SubscriptEnd(int from)
    {
        var nesting = 0;
        var limit = Math.Min(_end, from + MaximumSubscript);
        for (var i = from; i < limit && _text[i] is not ('\n' or ';' or '|'); i++)
        {
            if (_text[i] == '[')
            {
                nesting++;
            }
            else if (_text[i] == ']' && --nesting == 0)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private List<ArrayElement> Elements()
    {
        var start = _position;
        _position++;
        var elements = new List<ArrayElement>();
        while (true)
        {
            SkipLineBreaks();
            if (AtEnd)
            {
                if (!_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 1), "')' of an array is missing");
                }

                break;
            }

            if (Current == ')')
            {
                _position++;
                break;
            }

            if (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution())
            {
                var at = _position;
                SkipToken();
                _state.Error(Span(at), $"unexpected '{Shown(at)}' in an array");
                continue;
            }

            WordNode? index = null;
            if (Current == '[' && SubscriptEnd(_position) is > 0 and var end && end < _end && (_text[end] == '=' || (_text[end] == '+' && end + 1 < _end && _text[end + 1] == '=')))
            {
                _position++;
                index = Arithmetic(']');
                _position += Current == '+' ? 2 : 1;
            }

            var value = AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()) ? new WordNode([], Span(_position), false) : Word();
            elements.Add(new ArrayElement(index, value));
        }

        return elements;
    }
}
