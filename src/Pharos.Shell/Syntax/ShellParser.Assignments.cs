namespace Pharos.Shell.Syntax;

/// <summary>Assignments and the values of arrays.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Longest subscript that is looked through for the <c>]=</c> that makes a word an assignment; keeps a row of open brackets linear.</summary>
    private const int MaximumSubscript = 256;

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
