namespace Pharos.Shell.Syntax;

/// <summary>Groups, subshells and <c>if</c>.</summary>
internal sealed partial class ShellParser
{
    private StatementNode Parenthesis()
    {
        var start = _position;
        if (!Enter(start))
        {
            return new ListNode([], Span(start));
        }

        StatementNode node;
        if (Peek(1) == '(' && ClosesAsArithmetic(_position + 2))
        {
            _position += 2;
            var expression = Arithmetic(')');
            node = new ArithmeticNode(expression, Span(start));
        }
        else
        {
            _position++;
            var body = Body("'( )'");
            Close(')', start);
            node = new GroupNode(body, true, Span(start));
        }

        Leave();
        return node;
    }

    private void Close(char closer, int openedAt)
    {
        if (Current == closer && !AtEnd)
        {
            _position++;
        }
        else if (!_state.IsAborted)
        {
            if (!AtEnd)
            {
                _state.Error(Span(_position), $"unexpected text before '{closer}'");
            }
            else
            {
                _state.Error(_fixed ?? new SourceSpan(openedAt, Math.Min(openedAt + 1, _end)), $"'{closer}' is missing");
            }
        }
    }

    private GroupNode Group()
    {
        var start = _position;
        _position++;
        var body = Body("'{ }'");
        Expect(Keyword.Close, "}", start, "'{'");
        return new GroupNode(body, false, Span(start));
    }

    private IfNode If()
    {
        var start = _position;
        var branches = new List<IfBranch>();
        ListNode? otherwise = null;
        _position += 2;
        while (true)
        {
            var condition = Body("'if'");
            if (!Expect(Keyword.Then, "then", start, "'if'"))
            {
                branches.Add(new IfBranch(condition, new ListNode([], Span(_position))));
                break;
            }

            branches.Add(new IfBranch(condition, Body("'then'")));
            if (PeekKeyword() == Keyword.Elif)
            {
                _position += 4;
                continue;
            }

            if (PeekKeyword() == Keyword.Else)
            {
                _position += 4;
                otherwise = Body("'else'");
            }

            Expect(Keyword.Fi, "fi", start, "'if'");
            break;
        }

        return new IfNode(branches, otherwise, Span(start));
    }
}
