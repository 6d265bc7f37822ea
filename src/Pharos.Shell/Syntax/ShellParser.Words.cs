namespace Pharos.Shell.Syntax;

/// <summary>Words and the quoting of single characters.</summary>
internal sealed partial class ShellParser
{
    private enum WordMode
    {
        /// <summary>A word of a command.</summary>
        Command,

        /// <summary>The right side of <c>==</c>, in which extended patterns need not be switched on.</summary>
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
            return new WordNode(_text[start..i], plain);
        }

        return Word(start, new List<WordPart>(2), mode);
    }

    /// <summary>Reads the rest of a word of which some parts may have been read.</summary>
    private WordNode Word(int start, List<WordPart> parts, WordMode mode)
    {
        var literal = _position;
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

                if (mode == WordMode.Regex && (c is '(' or '|' or ')' || nesting > 0))
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

            if (c is '?' or '*' or '+' or '@' or '!' && Peek(1) == '(' && (mode == WordMode.Pattern || (mode == WordMode.Command && _state.ReadsExtendedPatterns)))
            {
                Flush(parts, ref literal);
                parts.Add(ExtendedPattern());
                literal = _position;
                continue;
            }

            _position++;
        }

        if (nesting > 0 && !_state.IsAborted)
        {
            _state.Error(Span(start), "a parenthesis of a regular expression is not closed");
        }

        Flush(parts, ref literal);
        return new WordNode(parts, Span(start));
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

    private WordPart ExtendedPattern()
    {
        var start = _position;
        if (!Enter(start))
        {
            return new PatternPart(new WordNode([], Span(start)), Span(start));
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
        return new PatternPart(new WordNode(parts, Span(start)), Span(start));
    }
}
