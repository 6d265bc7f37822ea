namespace Pharos.Shell.Syntax;

/// <summary>Assignments and the values of arrays.</summary>
internal sealed partial class ShellParser
{
    /// <summary>
    /// Reads a word that begins with a name where an assignment may stand. A bracket after the name holds anything up to its partner, blanks and line breaks too, whether an
    /// equals sign follows or not. Neither result is set, and nothing is read, where the word is an ordinary one.
    /// </summary>
    private void NamedWord(bool isArgument, out AssignmentNode? assignment, out WordNode? word)
    {
        assignment = null;
        word = null;
        var start = _position;
        var i = start + 1;
        while (i < _end && ShellCharacters.IsName(_text[i]))
        {
            i++;
        }

        if (i >= _end || _text[i] is not ('=' or '+' or '[') || (_text[i] == '[' && isArgument) || (_text[i] == '+' && !(i + 1 < _end && _text[i + 1] == '=')))
        {
            return;
        }

        var name = _text[start..i];
        _position = i;
        var index = Current == '[' ? Subscript() : null;
        if (!AtAssignment(out var isAppend))
        {
            word = Word(start, Subscripted(start, i + 1, index!), WordMode.Command);
            return;
        }

        _position += isAppend ? 2 : 1;
        if (Current == '(' && !AtEnd)
        {
            assignment = new AssignmentNode(name, isAppend, index, null, Elements(), Span(start));
            if (!AtEnd && !ShellCharacters.EndsWord(Current))
            {
                _state.Doubt(assignment.Span, "text stands directly after an array's value");
            }

            return;
        }

        var value = AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()) ? null : Word();
        if (isArgument && value is not null && value.HoldsBraces)
        {
            // Unlike in an assignment, braces make several arguments of it.
            word = new WordNode([new LiteralPart(_text[start..value.Span.Start], Span(start), false), .. value.Parts], Span(start));
            return;
        }

        assignment = new AssignmentNode(name, isAppend, index, value, null, Span(start));
    }

    private bool AtAssignment(out bool isAppend)
    {
        isAppend = Current == '+' && Peek(1) == '=';
        return isAppend || (Current == '=' && !AtEnd);
    }

    private WordNode Subscript()
    {
        _position++;
        return Arithmetic(']');
    }

    /// <summary>The parts of a word that turned out to be no assignment after its subscript had been read.</summary>
    private List<WordPart> Subscripted(int start, int bracket, WordNode index)
    {
        if (index.Parts.All(part => part is LiteralPart { Quoted: false }))
        {
            return [new LiteralPart(_text[start.._position], Span(start), false)];
        }

        var end = Span(_position);
        return [new LiteralPart(_text[start..bracket], Span(start), false), .. index.Parts, new LiteralPart("]", end, false)];
    }

    private bool BeginsArray()
    {
        var i = _position;
        while (i < _end && ShellCharacters.IsName(_text[i]))
        {
            i++;
        }

        i += i < _end && _text[i] == '+' ? 1 : 0;
        return i + 1 < _end && _text[i] == '=' && _text[i + 1] == '(';
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
                var unexpected = _position;
                SkipToken();
                _state.Error(Span(unexpected), $"unexpected '{Shown(unexpected)}' in an array");
                continue;
            }

            var at = _position;
            var index = Current == '[' ? Subscript() : null;
            if (index is not null && !AtAssignment(out _))
            {
                elements.Add(new ArrayElement(null, Word(at, Subscripted(at, at + 1, index), WordMode.Command)));
                continue;
            }

            _position += index is null ? 0 : Current == '+' ? 2 : 1;
            var value = AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()) ? new WordNode([], Span(_position)) : Word();
            elements.Add(new ArrayElement(index, value));
        }

        return elements;
    }
}
