using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    /// <summary>The rules of one head: further bodies behind the first are rules of their own.</summary>
    private List<Rule> ParseRules()
    {
        var location = Here;
        var isDefault = AcceptKeyword("default");
        if (_token.Kind == TokenKind.Keyword && _token.Text is "and" or "or" && _lexer.Peek() is '.' or '[')
        {
            _token = _token with { Kind = TokenKind.Identifier };
        }

        if (_token.Kind != TokenKind.Identifier)
        {
            Unexpected(isDefault ? "a rule name" : "package, import, default or a rule name");
            return [];
        }

        var name = _token.Text;
        if (name is "_")
        {
            Fail("variables beginning with _ alone cannot name a rule", Here);
        }

        Advance();
        var path = HeadPath();
        var kind = RuleKind.Value;
        IReadOnlyList<Term> parameters = [];
        if (_token.Kind == TokenKind.LeftParen && (path.Count == 0 || !_token.SpaceBefore))
        {
            Advance();
            parameters = Terms(TokenKind.RightParen, ")");

            // Without parameters there is nothing to call it with: it is an ordinary rule.
            kind = parameters.Count > 0 ? RuleKind.Function : RuleKind.Value;
        }

        Term? value = null;
        var assigns = _token.Kind == TokenKind.Assign;
        if (_token.Is("contains"))
        {
            if (kind == RuleKind.Function)
            {
                Fail($"the contains keyword can only be used with multi-value rule definitions (e.g., {name} contains <VALUE> if {{ ... }})", Here);
            }

            Advance();
            kind = RuleKind.Contains;
            value = Expression();
        }
        else if (_token.Kind is TokenKind.Assign or TokenKind.Unify)
        {
            Advance();
            value = Expression();
        }

        if (isDefault)
        {
            return Default(new Rule(location, kind, true, name, path, parameters, value, [], null) { Assigns = assigns, HasValue = value is not null });
        }

        if (_token.Kind == TokenKind.LeftBrace && _strictHeads)
        {
            Fail("`if` keyword is required before rule body", Here);
        }

        var hasIf = _token.Is("if");
        IReadOnlyList<Literal> body = hasIf ? IfBody() : _token.Kind == TokenKind.LeftBrace ? BracedBody() : [];
        if (!hasIf && kind == RuleKind.Value && value is null && path.Count == 1)
        {
            // Without `if` the one part behind the name is a member of a set.
            (kind, value, path) = (RuleKind.Contains, path[0], []);
            if (_strictHeads)
            {
                Fail("`contains` keyword is required for partial set rules", location);
            }
        }

        if (body.Count == 0 && value is null && kind != RuleKind.Function && (_strictHeads || path.Count == 0))
        {
            Fail($"rule {name} must have value assignment and/or body declaration", location);
        }

        if (body.Count == 0 && kind != RuleKind.Contains && _token.Is("else"))
        {
            Fail("unexpected else keyword: a rule without a body always holds", Here);
        }

        var alternative = ElseRule(name, path, parameters, kind);
        var rule = new Rule(location, kind, false, name, path, parameters, value ?? new ScalarTerm(location, RegoBoolean.True), body, alternative)
        {
            Assigns = assigns,
            HasValue = value is not null,
        };
        return body.Count == 0 || alternative is not null ? [rule] : Chained(rule);
    }

    private List<Rule> Default(Rule rule)
    {
        if (rule.Value is null || rule.Kind == RuleKind.Contains)
        {
            Unexpected("a default value");
            return [];
        }

        CheckDefault(rule.Value);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in rule.Parameters)
        {
            if (parameter is not VariableTerm variable)
            {
                Fail("illegal default rule (arguments cannot contain anything but variables)", parameter.Location);
            }
            else if (!variable.IsWildcard && !names.Add(variable.Name))
            {
                Fail($"illegal default rule (arguments cannot be repeated {variable.Name})", parameter.Location);
            }
        }

        return [rule];
    }

    private List<Rule> Chained(Rule first)
    {
        var rules = new List<Rule> { first };
        while (_token.Kind == TokenKind.LeftBrace && !_failed)
        {
            var location = Here;
            rules.Add(first with { Location = location, Body = BracedBody(), Else = null });
        }

        return rules;
    }

    /// <summary>What stands behind the name of a rule. Only there may a head have a blank before a bracket.</summary>
    private List<Term> HeadPath()
    {
        var path = new List<Term>();
        while (!_failed && (path.Count == 0 || !_token.SpaceBefore) && _token.Kind is TokenKind.Dot or TokenKind.LeftBracket)
        {
            path.Add(PathElement());
            CheckLength(path.Count);
        }

        return path;
    }

    /// <summary>
    /// What follows <c>if</c>. Braces are one statement where they can be one, say the object it starts with; a set alone is a body instead,
    /// because it could never be false.
    /// </summary>
    private IReadOnlyList<Literal> IfBody()
    {
        Advance();
        if (!Enter())
        {
            return [];
        }

        IReadOnlyList<Literal> body;
        if (_token.Kind == TokenKind.LeftBrace)
        {
            var mark = Mark();
            var literal = Literal();
            if (_failed || literal is null or TermLiteral { Term: SetTerm })
            {
                var (complaints, at) = (_errors.Skip(mark.Errors).ToList(), _failed ? _failedAt : default);
                Back(mark);
                body = BracedBody();
                if (complaints.Count > 0 && (IsOperator || (_failed && at.Token.Start > _failedAt.Token.Start)))
                {
                    // The reading that came further is the more likely one to have been meant.
                    _errors.RemoveRange(mark.Errors, _errors.Count - mark.Errors);
                    _errors.AddRange(complaints);
                    (_failed, _failedAt) = (true, at);
                    _token = new Token(TokenKind.EndOfFile, at.Token.Start, at.Token.Start, at.Token.Row, at.Token.Column, true, "");
                }
            }
            else
            {
                body = [literal];
            }
        }
        else
        {
            body = Literal() is { } literal ? [literal] : [];
        }

        Leave();
        return body;
    }

    private IReadOnlyList<Literal> ElseBody()
    {
        AcceptKeyword("if");
        return _token.Kind == TokenKind.LeftBrace ? BracedBody() : Literal() is { } literal ? [literal] : [];
    }

    private List<Literal> BracedBody()
    {
        Advance();
        var body = Literals(TokenKind.RightBrace);
        Expect(TokenKind.RightBrace, "}");
        return body;
    }

    private Rule? ElseRule(string name, IReadOnlyList<Term> path, IReadOnlyList<Term> parameters, RuleKind kind)
    {
        var chain = new List<(SourceLocation Location, Term Value, IReadOnlyList<Literal> Body, bool Assigns, bool HasValue)>();
        while (_token.Is("else") && !_failed)
        {
            var location = Here;
            if (kind == RuleKind.Contains || path.Any(p => p is not ScalarTerm))
            {
                Fail($"else keyword cannot be used on {(kind == RuleKind.Contains ? "multi-value rules" : "rules with variables in head")}", location);
                return null;
            }

            if (chain.Count == MaxDepth)
            {
                Fail($"more than {MaxDepth} else branches", location);
                return null;
            }

            Advance();
            Term? value = null;
            var assigns = _token.Kind == TokenKind.Assign;
            if (_token.Kind is TokenKind.Assign or TokenKind.Unify)
            {
                Advance();
                value = Expression();
            }

            if (_token.Kind == TokenKind.LeftBrace && _strictHeads)
            {
                Fail("`if` keyword is required before rule body", Here);
            }

            var hasBody = _token.Is("if") || _token.Kind == TokenKind.LeftBrace;
            if (!hasBody && value is null)
            {
                Unexpected("else value or body");
            }

            var body = hasBody ? ElseBody() : [];
            chain.Add((location, value ?? new ScalarTerm(location, RegoBoolean.True), body, assigns, value is not null));
        }

        Rule? rule = null;
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            rule = new Rule(chain[i].Location, kind, false, name, path, parameters, chain[i].Value, chain[i].Body, rule)
            {
                Assigns = chain[i].Assigns,
                HasValue = chain[i].HasValue,
            };
        }

        return rule;
    }

    private void CheckDefault(Term value)
    {
        switch (value)
        {
            case VariableTerm or ReferenceTerm:
                Fail($"illegal default rule (value cannot contain {(value is VariableTerm ? "var" : "ref")})", value.Location);
                break;
            case CallTerm:
                Fail("illegal default rule (value cannot contain call)", value.Location);
                break;
            case ArrayTerm array:
                CheckDefaults(array.Items);
                break;
            case SetTerm set:
                CheckDefaults(set.Items);
                break;
            case ObjectTerm map:
                CheckDefaults(map.Entries.SelectMany(e => new[] { e.Key, e.Value }));
                break;
            default:
                break;
        }
    }

    private void CheckDefaults(IEnumerable<Term> values)
    {
        foreach (var value in values)
        {
            CheckDefault(value);
        }
    }
}
