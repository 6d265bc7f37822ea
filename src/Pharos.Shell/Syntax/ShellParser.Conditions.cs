namespace Pharos.Shell.Syntax;

/// <summary><c>[[ … ]]</c>. Only operands are kept, because they may hold substitutions; the operators are read to know where operands stand.</summary>
internal sealed partial class ShellParser
{
    private ConditionNode Condition()
    {
        var start = _position;
        _position += 2;
        var words = new List<WordNode>();
        var isNumeric = false;
        Either(words, ref isNumeric);
        if (AtConditionEnd())
        {
            _position += 2;
        }
        else
        {
            UnclosedCondition(start);
            while (!AtEnd && !AtConditionEnd() && Current is not ('\n' or '\r' or ';'))
            {
                // What follows a mistake is still read for what it holds.
                var before = _position;
                if (Operand(words, WordMode.Pattern) is null && _position == before)
                {
                    SkipToken();
                }

                SkipBlanks();
            }

            _position += AtConditionEnd() ? 2 : 0;
        }

        return new ConditionNode(words, isNumeric, Span(start));
    }

    private void UnclosedCondition(int start)
    {
        if (_state.IsAborted)
        {
            return;
        }

        if (AtEnd)
        {
            _state.Error(_fixed ?? new SourceSpan(start, start + 2), "']]' is missing");
        }
        else
        {
            _state.Error(Span(_position), $"unexpected '{Current}' in '[[ ]]'");
        }
    }

    private bool AtConditionEnd() => Current == ']' && Peek(1) == ']' && EndsKeyword(_position + 2);

    private void Either(List<WordNode> words, ref bool isNumeric)
    {
        while (true)
        {
            Term(words, ref isNumeric);
            SkipBlanks();
            if (!(Current is '&' or '|' && Peek(1) == Current))
            {
                return;
            }

            _position += 2;
        }
    }

    private void Term(List<WordNode> words, ref bool isNumeric)
    {
        SkipLineBreaks();
        while (Current == '!' && EndsKeyword(_position + 1))
        {
            _position++;
            SkipLineBreaks();
        }

        var start = _position;
        if (Current == '(')
        {
            if (!Enter(start))
            {
                return;
            }

            _position++;
            Either(words, ref isNumeric);
            Close(')', start);
            Leave();
            SkipLineBreaks();
            return;
        }

        if (AtConditionEnd() || Operand(words, WordMode.Command) is not { } first)
        {
            _state.Error(Span(start), "an operand is missing in '[[ ]]'");
            return;
        }

        SkipBlanks();
        if (IsUnaryOperator(first))
        {
            isNumeric |= first.Literal == "-v";
            Right(words, start, WordMode.Command);
            return;
        }

        var at = _position;
        if (Current is '<' or '>' && !AtProcessSubstitution())
        {
            _position++;
            Right(words, start, WordMode.Command);
        }
        else if (BinaryOperator() is { } mode)
        {
            var op = _text.AsSpan(at, _position - at);
            isNumeric |= op is "-eq" or "-ne" or "-lt" or "-gt" or "-le" or "-ge";
            Right(words, start, mode);
        }
        else if (!(AtConditionEnd() || Current == ')' || (Current is '&' or '|' && Peek(1) == Current)))
        {
            _state.Error(Span(at), "an operator is missing in '[[ ]]'");
        }
    }

    private void Right(List<WordNode> words, int start, WordMode mode)
    {
        SkipBlanks();
        if (AtConditionEnd() || Operand(words, mode) is null)
        {
            _state.Error(Span(start), "an operator of '[[ ]]' lacks its operand");
        }

        SkipLineBreaks();
    }

    private WordNode? Operand(List<WordNode> words, WordMode mode)
    {
        if (AtEnd || (ShellCharacters.EndsWord(Current) && !(mode == WordMode.Regex && Current is '(' or '|') && !AtProcessSubstitution()))
        {
            return null;
        }

        var before = _position;
        var word = Word(mode);
        if (_position == before)
        {
            return null;
        }

        if (word.IsPlain && Current is '<' or '>' && mode != WordMode.Regex && word.Literal!.All(char.IsAsciiDigit))
        {
            // The number would be the descriptor of a redirection, which has no place here.
            return null;
        }

        words.Add(word);
        return word;
    }

    private static bool IsUnaryOperator(WordNode word) => word.Parts is [LiteralPart { Quoted: false, Text: ['-', var letter] }] && "abcdefghknoprstuvwxzGLOSNR".Contains(letter);

    /// <summary>Reads a binary operator and tells how its right side is read; null, with nothing read, where there is none.</summary>
    private WordMode? BinaryOperator()
    {
        var length = 0;
        while (_position + length < _end && !ShellCharacters.EndsWord(_text[_position + length]) && length < 4)
        {
            length++;
        }

        WordMode? mode = _text.AsSpan(_position, length) switch
        {
            "=" or "==" or "!=" => WordMode.Pattern,
            "=~" => WordMode.Regex,
            "-ef" or "-eq" or "-lt" or "-le" or "-gt" or "-ge" or "-ne" or "-nt" or "-ot" => WordMode.Command,
            _ => null,
        };
        _position += mode is null ? 0 : length;
        return mode;
    }
}
