namespace Pharos.Shell.Syntax;

/// <summary><c>case</c>.</summary>
internal sealed partial class ShellParser
{
    private CaseNode Case()
    {
        var start = _position;
        _position += 4;
        SkipBlanks();
        var hasSubject = !AtEnd && (!ShellCharacters.EndsWord(Current) || AtProcessSubstitution());
        var subject = hasSubject ? Word() : new WordNode([], Span(_position));
        if (!hasSubject && !_state.IsAborted)
        {
            _state.Error(Span(start), "'case' has no word");
        }

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
            if (AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()))
            {
                patterns.Clear();
                break;
            }

            patterns.Add(Word());
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
}
