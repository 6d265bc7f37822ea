namespace Pharos.Shell.Syntax;

/// <summary>Loops.</summary>
internal sealed partial class ShellParser
{
    private WhileNode While(bool isUntil)
    {
        var start = _position;
        _position += 5;
        var condition = Body("a loop's condition");
        var body = DoBody(start, false);
        return new WhileNode(condition, body, isUntil, Span(start));
    }

    /// <summary><c>do … done</c>, or braces, which bash accepts after <c>for</c>.</summary>
    private ListNode DoBody(int start, bool takesBraces)
    {
        SkipLineBreaks();
        if (takesBraces && PeekKeyword() == Keyword.Open)
        {
            _position++;
            var braces = Body("a loop");
            Expect(Keyword.Close, "}", start, "a loop");
            return braces;
        }

        if (!Expect(Keyword.Do, "do", start, "a loop"))
        {
            return new ListNode([], Span(_position));
        }

        var body = Body("a loop");
        Expect(Keyword.Done, "done", start, "a loop");
        return body;
    }

    private StatementNode For()
    {
        var start = _position;
        _position += 3;
        SkipBlanks();
        if (Current == '(' && Peek(1) == '(')
        {
            _position += 2;
            var expression = Arithmetic(')');
            if (Semicolons(expression) != 2 && !_state.IsAborted)
            {
                _state.Error(Span(start), "the loop has not three expressions");
            }

            SkipBlanks();
            if (Current == ';')
            {
                _position++;
            }

            return new ArithmeticForNode(expression, DoBody(start, true), Span(start));
        }

        return Iteration(start, false);
    }

    private StatementNode Select()
    {
        var start = _position;
        _position += 6;
        SkipBlanks();
        return Iteration(start, true);
    }

    private ForNode Iteration(int start, bool isSelect)
    {
        var name = Name();
        if (name.Length == 0)
        {
            _state.Error(Span(start), "the loop has no variable");
        }

        SkipLineBreaks();
        List<WordNode>? words = null;
        if (Current == 'i' && Peek(1) == 'n' && EndsKeyword(_position + 2))
        {
            _position += 2;
            words = [];
            while (true)
            {
                SkipBlanks();
                if (AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()))
                {
                    break;
                }

                words.Add(Word());
            }
        }

        SkipBlanks();
        var isTerminated = Current is '\n' or '\r';
        if (Current == ';' && Peek(1) != ';')
        {
            isTerminated = true;
            _position++;
        }

        return new ForNode(name, words, DoBody(start, isTerminated), isSelect, Span(start));
    }

    private static int Semicolons(WordNode expression)
    {
        var count = 0;
        foreach (var part in expression.Parts)
        {
            count += part is LiteralPart { Quoted: false } literal ? literal.Text.AsSpan().Count(';') : 0;
        }

        return count;
    }

    private string Name()
    {
        var start = _position;
        while (!AtEnd && !ShellCharacters.EndsWord(Current) && !ShellCharacters.StartsPart(Current))
        {
            _position++;
        }

        return _text[start.._position];
    }
}
