namespace Pharos.Shell.Syntax;

/// <summary>Compound commands and function definitions.</summary>
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

    private WhileNode While(bool isUntil)
    {
        var start = _position;
        _position += 5;
        var condition = Body("a loop's condition");
        var body = DoBody(start);
        return new WhileNode(condition, body, isUntil, Span(start));
    }

    /// <summary><c>do … done</c>, or braces, which bash accepts after <c>for</c>.</summary>
    private ListNode DoBody(int start)
    {
        SkipLineBreaks();
        if (PeekKeyword() == Keyword.Open)
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
            SkipBlanks();
            if (Current == ';')
            {
                _position++;
            }

            return new ArithmeticForNode(expression, DoBody(start), Span(start));
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
        if (Current == ';' && Peek(1) != ';')
        {
            _position++;
        }

        return new ForNode(name, words, DoBody(start), isSelect, Span(start));
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

    private CaseNode Case()
    {
        var start = _position;
        _position += 4;
        SkipBlanks();
        var subject = AtEnd || ShellCharacters.EndsWord(Current) ? new WordNode([], Span(_position), false) : Word();
        SkipLineBreaks();
        if (Current == 'i' && Peek(1) == 'n' && EndsKeyword(_position + 2))
        {
            _position += 2;
        }
        else
        {
            _state.Error(Span(start), "'in' of 'case' is missing");
        }

        var clauses = new List<CaseClause>();
        while (true)
        {
            SkipLineBreaks();
            if (AtEnd || PeekKeyword() == Keyword.Esac)
            {
                break;
            }

            var before = _position;
            clauses.Add(Clause());
            if (_position == before)
            {
                SkipToken();
                _state.Error(Span(before), "unexpected text in 'case'");
            }
        }

        Expect(Keyword.Esac, "esac", start, "'case'");
        return new CaseNode(subject, clauses, Span(start));
    }

    private CaseClause Clause()
    {
        var start = _position;
        var patterns = new List<WordNode>();
        if (Current == '(')
        {
            _position++;
        }

        while (true)
        {
            SkipBlanks();
            if (AtEnd || (ShellCharacters.EndsWord(Current) && Current != '('))
            {
                break;
            }

            patterns.Add(Word(WordMode.Pattern));
            SkipBlanks();
            if (Current != '|')
            {
                break;
            }

            _position++;
        }

        if (patterns.Count == 0 || Current != ')')
        {
            _state.Error(Span(start), "a pattern of 'case' is not closed by ')'");
        }

        if (Current == ')')
        {
            _position++;
        }

        var body = List();
        if (Current == ';' && Peek(1) is ';' or '&')
        {
            _position += Peek(1) == ';' && Peek(2) == '&' ? 3 : 2;
        }

        return new CaseClause(patterns, body);
    }

    private StatementNode FunctionKeyword()
    {
        var start = _position;
        _position += 8;
        SkipBlanks();
        var name = Name();
        if (name.Length == 0)
        {
            _state.Error(Span(start), "the function has no name");
            return new ListNode([], Span(start));
        }

        SkipBlanks();
        return Function(start, name);
    }

    private FunctionNode Function(int start, string name)
    {
        if (Current == '(' && IsEmptyParenthesis())
        {
            _position = _text.IndexOf(')', _position) + 1;
        }

        SkipLineBreaks();
        var at = _position;
        StatementNode? body = null;
        if (Enter(start))
        {
            if (Current == '(' || IsOpener(PeekKeyword()))
            {
                body = Command();
            }
            else if (!AtEnd && !ShellCharacters.EndsWord(Current))
            {
                _state.Error(Span(at), "the body of a function is not a compound command");
                body = Command();
            }

            Leave();
        }

        if (body is null && !_state.IsAborted)
        {
            _state.Error(Span(start), "the function has no body");
        }

        return new FunctionNode(name, body ?? new ListNode([], Span(at)), Span(start));
    }

    private CoprocessNode Coprocess()
    {
        var start = _position;
        _position += 6;
        SkipBlanks();
        var saved = _position;
        if (!(Current == '(' || IsOpener(PeekKeyword())))
        {
            // A name is only a name when a compound command follows it.
            var name = Name();
            SkipBlanks();
            if (name.Length == 0 || !(Current == '(' || IsOpener(PeekKeyword())))
            {
                _position = saved;
            }
        }

        return new CoprocessNode(Command() ?? new ListNode([], Span(start)), Span(start));
    }

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
