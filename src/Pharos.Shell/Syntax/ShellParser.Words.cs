using System.Text;

namespace Pharos.Shell.Syntax;

/// <summary>Words, quoting and expansions.</summary>
internal sealed partial class ShellParser
{
    private enum WordMode
    {
        /// <summary>A word of a command.</summary>
        Command,

        /// <summary>A pattern of <c>case</c> or <c>[[</c>.</summary>
        Pattern,

        /// <summary>The right side of <c>=~</c>, in which parentheses and bars are ordinary.</summary>
        Regex,
    }

    private bool AtProcessSubstitution() => Current is '<' or '>' && Peek(1) == '(';

    private WordNode Word(WordMode mode = WordMode.Command)
    {
        var start = _position;
        _state.Count(new SourceSpan(start, start));
        var i = start;
        while (i < _end && ShellCharacters.IsOrdinary(_text[i]))
        {
            i++;
        }

        if (i >= _end || (ShellCharacters.EndsWord(_text[i]) && i > start && mode != WordMode.Regex))
        {
            _position = i;
            var plain = Span(start);
            return new WordNode([new LiteralPart(_text[start..i], plain, false)], plain, true);
        }

        var parts = new List<WordPart>(2);
        var literal = start;
        var nesting = 0;
        while (_position < _end)
        {
            var c = _text[_position];
            if (ShellCharacters.IsOrdinary(c))
            {
                _position++;
                continue;
            }

            if (ShellCharacters.EndsWord(c))
            {
                if (c is '<' or '>' && Peek(1) == '(' && mode != WordMode.Regex)
                {
                    Flush(parts, ref literal);
                    parts.Add(ProcessSubstitution());
                    literal = _position;
                    continue;
                }

                if (mode == WordMode.Regex && (c is '(' or '|' or ')' || (nesting > 0 && c is ' ' or '\t' or '<' or '>' or '&' or ';')))
                {
                    if (c == ')' && nesting == 0)
                    {
                        break;
                    }

                    nesting += c == '(' ? 1 : c == ')' ? -1 : 0;
                    _position++;
                    continue;
                }

                break;
            }

            if (ShellCharacters.StartsPart(c))
            {
                Flush(parts, ref literal);
                QuotedPart(parts);
                literal = _position;
                continue;
            }

            if (mode != WordMode.Regex && c is '?' or '*' or '+' or '@' or '!' && Peek(1) == '(' && !(c != '!' && c != '*' && c != '?' && c != '+' && c != '@'))
            {
                Flush(parts, ref literal);
                parts.Add(ExtendedPattern());
                literal = _position;
                continue;
            }

            _position++;
        }

        Flush(parts, ref literal);
        return new WordNode(parts, Span(start), false);
    }

    private void Flush(List<WordPart> parts, ref int literal)
    {
        if (_position > literal)
        {
            parts.Add(new LiteralPart(_text[literal.._position], Span(literal), false));
        }

        literal = _position;
    }

    private void QuotedPart(List<WordPart> parts)
    {
        var start = _position;
        switch (_text[_position])
        {
            case '\\':
                Escape(parts);
                break;
            case '\'':
                var close = _text.IndexOf('\'', _position + 1, _end - _position - 1);
                if (close < 0)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 1), "a single quote is not closed");
                    close = _end;
                }

                _position = Math.Min(close + 1, _end);
                parts.Add(new LiteralPart(_text[(start + 1)..close], Span(start), true));
                break;
            case '"':
                _position++;
                DoubleQuoted(parts, start);
                break;
            case '`':
                parts.Add(Backticks(false));
                break;
            default:
                Dollar(parts, false);
                break;
        }
    }

    private void Escape(List<WordPart> parts)
    {
        var start = _position;
        if (start + 1 >= _end)
        {
            _position++;
            parts.Add(new LiteralPart("\\", Span(start), true));
            return;
        }

        _position += 2;
        if (_text[start + 1] != '\n')
        {
            parts.Add(new LiteralPart(_text[start + 1].ToString(), Span(start), true));
        }
    }

    /// <summary>Reads up to the closing quote, the opening one having been read.</summary>
    private void DoubleQuoted(List<WordPart> parts, int start)
    {
        if (!Enter(start))
        {
            return;
        }

        var count = parts.Count;
        Interpolated(parts, '"', start);
        if (parts.Count == count)
        {
            // An empty pair of quotes makes a word of its own, so it has to leave a trace.
            parts.Add(new LiteralPart("", Span(start), true));
        }

        Leave();
    }

    /// <summary>Text in which only <c>$</c>, backticks and some backslashes are special, up to <paramref name="closer"/> or, with NUL, to the end.</summary>
    private void Interpolated(List<WordPart> parts, char closer, int start)
    {
        var text = new StringBuilder();
        var from = _position;
        while (true)
        {
            if (AtEnd)
            {
                if (closer != '\0' && !_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 1), closer == '"' ? "a double quote is not closed" : $"'{closer}' is missing");
                }

                break;
            }

            var c = _text[_position];
            if (c == closer && closer != '\0')
            {
                _position++;
                break;
            }

            if (c == '\\' && _position + 1 < _end)
            {
                var next = _text[_position + 1];
                if (next is '$' or '`' or '\\' || (next == '"' && closer == '"'))
                {
                    text.Append(next);
                }
                else if (next != '\n')
                {
                    text.Append(c).Append(next);
                }

                _position += 2;
            }
            else if (c is '$' or '`')
            {
                Drain(text, parts, from);
                if (c == '`')
                {
                    parts.Add(Backticks(true));
                }
                else
                {
                    Dollar(parts, true);
                }

                from = _position;
            }
            else
            {
                var next = _position + 1;
                while (next < _end && _text[next] is not ('\\' or '$' or '`') && (_text[next] != closer || closer == '\0'))
                {
                    next++;
                }

                text.Append(_text, _position, next - _position);
                _position = next;
            }
        }

        Drain(text, parts, from);
    }

    private void Drain(StringBuilder text, List<WordPart> parts, int from)
    {
        if (text.Length > 0)
        {
            parts.Add(new LiteralPart(text.ToString(), Span(from), true));
            text.Clear();
        }
    }

    private void Dollar(List<WordPart> parts, bool quoted)
    {
        var start = _position;
        var next = Peek(1);
        if (next == '(')
        {
            if (!Enter(start))
            {
                return;
            }

            if (Peek(2) == '(' && ClosesAsArithmetic(_position + 3))
            {
                _position += 3;
                var expression = Arithmetic(')');
                parts.Add(new ArithmeticPart(expression, Span(start), quoted));
            }
            else
            {
                _position += 2;
                var body = Substituted(start);
                parts.Add(new SubstitutionPart(body, Span(start), quoted));
            }

            Leave();
        }
        else if (next == '{')
        {
            if (Enter(start))
            {
                parts.Add(Braced(quoted));
                Leave();
            }
        }
        else if (next == '[')
        {
            if (Enter(start))
            {
                _position += 2;
                var expression = Arithmetic(']');
                parts.Add(new ArithmeticPart(expression, Span(start), quoted));
                Leave();
            }
        }
        else if (next == '\'' && !quoted)
        {
            _position += 2;
            var text = AnsiQuoting.Decode(_text, ref _position, _end, out var closed, out var holdsNul);
            if (!closed)
            {
                _state.Error(_fixed ?? new SourceSpan(start, start + 2), "an ANSI-C quote is not closed");
            }

            if (holdsNul)
            {
                _state.Doubt(Span(start), "a quoted NUL cuts the word off in some shells");
            }

            parts.Add(new LiteralPart(text, Span(start), true));
        }
        else if (next == '"' && !quoted)
        {
            _position += 2;
            DoubleQuoted(parts, start);
        }
        else if (ShellCharacters.IsNameStart(next))
        {
            _position += 2;
            while (_position < _end && ShellCharacters.IsName(_text[_position]))
            {
                _position++;
            }

            parts.Add(new ParameterPart(_text[(start + 1).._position], Span(start), quoted));
        }
        else if (char.IsAsciiDigit(next) || next is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _position += 2;
            parts.Add(new ParameterPart(next.ToString(), Span(start), quoted));
        }
        else
        {
            _position++;
            parts.Add(new LiteralPart("$", Span(start), true));
        }
    }

    /// <summary>The inside of <c>$(</c>; its here-documents belong to it.</summary>
    private ListNode Substituted(int start)
    {
        var outer = _hereDocuments;
        _hereDocuments = null;
        _substitutions++;
        var body = List();
        _substitutions--;
        if (_hereDocuments is not null && !AtEnd)
        {
            _state.Doubt(Span(start), "a here-document begins inside a substitution that ends before its text");
        }

        if (_hereDocuments is not null && outer is not null)
        {
            outer.AddRange(_hereDocuments);
        }

        _hereDocuments = outer ?? _hereDocuments;
        Close(')', start);
        return body;
    }

    private ProcessPart ProcessSubstitution()
    {
        var start = _position;
        var isInput = Current == '<';
        if (!Enter(start))
        {
            return new ProcessPart(new ListNode([], Span(start)), isInput, Span(start));
        }

        _position += 2;
        var body = Substituted(start);
        Leave();
        return new ProcessPart(body, isInput, Span(start));
    }

    private SubstitutionPart Backticks(bool inDoubleQuotes)
    {
        var start = _position;
        _position++;
        StringBuilder? text = null;
        var from = _position;
        while (_position < _end && _text[_position] != '`')
        {
            if (_text[_position] == '\\' && _position + 1 < _end)
            {
                if (_text[_position + 1] is '`' or '\\' or '$' || (inDoubleQuotes && _text[_position + 1] == '"'))
                {
                    (text ??= new StringBuilder()).Append(_text, from, _position - from);
                    from = _position + 1;
                }

                _position++;
            }

            _position++;
        }

        _position = Math.Min(_position, _end);
        var end = _position;
        if (AtEnd)
        {
            _state.Error(_fixed ?? new SourceSpan(start, start + 1), "a backtick is not closed");
        }
        else
        {
            _position++;
        }

        var span = Span(start);
        var after = _position;
        if (!Enter(start))
        {
            return new SubstitutionPart(new ListNode([], span), span, inDoubleQuotes);
        }

        ListNode body;
        if (text is null)
        {
            var (outerEnd, outerHere) = (_end, _hereDocuments);
            (_position, _end, _hereDocuments) = (from, end, null);
            body = Script();
            (_position, _end, _hereDocuments) = (after, outerEnd, outerHere);
        }
        else
        {
            text.Append(_text, from, end - from);
            body = new ShellParser(text.ToString(), _state, span).Script();
        }

        Leave();
        return new SubstitutionPart(body, span, inDoubleQuotes);
    }

    private WordPart ExtendedPattern()
    {
        var start = _position;
        if (!Enter(start))
        {
            return new PatternPart(new WordNode([], Span(start), false), Span(start));
        }

        _position += 2;
        var parts = new List<WordPart>();
        var nesting = 1;
        var literal = _position;
        while (nesting > 0)
        {
            if (AtEnd)
            {
                if (!_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 2), "an extended pattern is not closed");
                }

                break;
            }

            var c = Current;
            if (ShellCharacters.StartsPart(c))
            {
                Flush(parts, ref literal);
                QuotedPart(parts);
                literal = _position;
                continue;
            }

            nesting += c == '(' ? 1 : c == ')' ? -1 : 0;
            _position++;
        }

        Flush(parts, ref literal);
        Leave();
        return new PatternPart(new WordNode(parts, Span(start), false), Span(start));
    }
}
