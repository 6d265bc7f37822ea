using System.Text;

namespace Pharos.Shell.Syntax;

/// <summary>What a dollar sign or a backtick begins.</summary>
internal sealed partial class ShellParser
{
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
            var text = AnsiQuoting.Decode(_text, ref _position, _end, out var closed, out var isDoubtful);
            if (!closed)
            {
                _state.Error(_fixed ?? new SourceSpan(start, start + 2), "an ANSI-C quote is not closed");
            }

            if (isDoubtful)
            {
                _state.Doubt(Span(start), "a quoted character is a NUL or does not exist, which shells read in different ways");
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
}
