namespace Pharos.Shell.Syntax;

/// <summary>Simple commands, and which command begins here.</summary>
internal sealed partial class ShellParser
{
    private StatementNode? Command()
    {
        SkipBlanks();
        if (AtEnd || _state.IsAborted)
        {
            return null;
        }

        var start = _position;
        _state.Count(Span(start));
        var c = Current;
        if (c == '(')
        {
            return WithRedirects(Parenthesis());
        }

        var keyword = PeekKeyword();
        if (keyword is Keyword.None or Keyword.Time)
        {
            return ShellCharacters.EndsWord(c) && !AtProcessSubstitution() && !AtRedirect(out _, out _) ? null : Simple();
        }

        if (keyword == Keyword.Function)
        {
            return FunctionKeyword();
        }

        if (!IsOpener(keyword))
        {
            return null;
        }

        if (!Enter(start))
        {
            return null;
        }

        var node = keyword switch
        {
            Keyword.If => If(),
            Keyword.While or Keyword.Until => While(keyword == Keyword.Until),
            Keyword.For => For(),
            Keyword.Select => Select(),
            Keyword.Case => Case(),
            Keyword.Open => Group(),
            Keyword.Test => Condition(),
            _ => Coprocess(),
        };
        Leave();
        return keyword == Keyword.Coproc ? node : WithRedirects(node);
    }

    private StatementNode WithRedirects(StatementNode node)
    {
        List<RedirectNode>? redirects = null;
        while (true)
        {
            SkipBlanks();
            if (!AtRedirect(out var descriptor, out var length))
            {
                break;
            }

            (redirects ??= []).Add(Redirect(descriptor, length));
        }

        return redirects is null ? node : node with { Redirects = redirects };
    }

    private StatementNode Simple()
    {
        var start = _position;
        List<AssignmentNode>? assignments = null;
        List<AssignmentNode>? declarations = null;
        List<RedirectNode>? redirects = null;
        var words = new List<WordNode>(4);
        var declares = false;
        var takesArrays = false;
        while (true)
        {
            SkipBlanks();
            if (AtEnd)
            {
                break;
            }

            var c = Current;
            if (c is '<' or '>' or '&' or '{' || char.IsAsciiDigit(c))
            {
                if (AtRedirect(out var descriptor, out var length))
                {
                    (redirects ??= []).Add(Redirect(descriptor, length));
                    continue;
                }
            }

            if (c is '\n' or '\r' or ';' or '&' or '|' or ')')
            {
                break;
            }

            if (c == '(')
            {
                if (words.Count == 1 && assignments is null && redirects is null && IsEmptyParenthesis())
                {
                    return Function(start, words[0].Literal ?? _text[words[0].Span.Start..words[0].Span.End]);
                }

                _state.Error(Span(_position), "unexpected '('");
                _position++;
                continue;
            }

            AssignmentNode? assignment = null;
            WordNode? word = null;
            if ((words.Count == 0 || declares || (takesArrays && BeginsArray())) && ShellCharacters.IsNameStart(c))
            {
                NamedWord(words.Count > 0, out assignment, out word);
            }

            if (assignment is not null)
            {
                if (takesArrays)
                {
                    _state.Doubt(assignment.Span, "an array's value is handed on as text that is read again");
                }

                if (words.Count == 0)
                {
                    (assignments ??= []).Add(assignment);
                }
                else
                {
                    (declarations ??= []).Add(assignment);
                }

                continue;
            }

            word ??= Word();
            words.Add(word);
            if (words.Count == 1)
            {
                declares = word.IsPlain && word.Literal is "declare" or "local" or "export" or "typeset" or "readonly";
                takesArrays = !declares && word.IsPlain && word.Literal is "eval" or "let" or "alias";
            }
        }

        if (words.Count > 2 && words[0].Literal == "shopt" && words[1].Literal == "-s" && words.Exists(word => word.Literal == "extglob"))
        {
            _state.SwitchExtendedPatternsOn();
        }

        return new SimpleNode(assignments ?? (IReadOnlyList<AssignmentNode>)[], words, Span(start))
        {
            Redirects = redirects ?? (IReadOnlyList<RedirectNode>)[],
            Declarations = declarations ?? (IReadOnlyList<AssignmentNode>)[],
        };
    }

    private bool IsEmptyParenthesis()
    {
        var i = _position + 1;
        while (i < _end && _text[i] is ' ' or '\t')
        {
            i++;
        }

        return i < _end && _text[i] == ')';
    }
}
