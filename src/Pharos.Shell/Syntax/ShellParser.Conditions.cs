namespace Pharos.Shell.Syntax;

/// <summary><c>[[ … ]]</c>.</summary>
internal sealed partial class ShellParser
{
    /// <summary><c>[[ … ]]</c>. Operators are not words of interest; every operand is kept because it may hold substitutions.</summary>
    private ConditionNode Condition()
    {
        var start = _position;
        _position += 2;
        var words = new List<WordNode>();
        var numeric = false;
        var mode = WordMode.Pattern;
        while (true)
        {
            SkipLineBreaks();
            if (AtEnd)
            {
                if (!_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 2), "']]' is missing");
                }

                break;
            }

            if (Current == ']' && Peek(1) == ']' && EndsKeyword(_position + 2))
            {
                _position += 2;
                break;
            }

            var c = Current;
            if (mode != WordMode.Regex && ShellCharacters.EndsWord(c) && !AtProcessSubstitution())
            {
                if (c == ';' || (c is '&' or '|' && Peek(1) != c))
                {
                    _state.Error(Span(_position), $"unexpected '{c}' in '[[ ]]'");
                }

                _position += c is '&' or '|' && Peek(1) == c ? 2 : 1;
                continue;
            }

            var before = _position;
            var word = Word(mode);
            if (_position == before)
            {
                _position++;
            }

            words.Add(word);
            var text = word.Parts.Count == 1 && word.Parts[0] is LiteralPart { Quoted: false } literal ? literal.Text : null;
            numeric |= text is "-eq" or "-ne" or "-lt" or "-gt" or "-le" or "-ge" or "-v";
            mode = text == "=~" ? WordMode.Regex : WordMode.Pattern;
        }

        if (words.Count == 0)
        {
            _state.Error(Span(start), "nothing stands inside '[[ ]]'");
        }

        return new ConditionNode(words, numeric, Span(start));
    }
}
