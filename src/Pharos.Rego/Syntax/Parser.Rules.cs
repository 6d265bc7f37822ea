using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    private Rule? ParseRule()
    {
        var location = Here;
        var isDefault = AcceptKeyword("default");
        if (_token.Kind != TokenKind.Identifier)
        {
            Unexpected(isDefault ? "a rule name" : "package, import, default or a rule name");
            return null;
        }

        var name = _token.Text;
        if (name is "_")
        {
            Fail("variables beginning with _ alone cannot name a rule", Here);
        }

        if (name is "input" or "data")
        {
            Fail($"variables must not shadow {name} (use a different variable name)", Here);
        }

        Advance();
        var path = HeadPath();
        var kind = RuleKind.Value;
        IReadOnlyList<Term> parameters = [];
        if (_token is { Kind: TokenKind.LeftParen, SpaceBefore: false })
        {
            Advance();
            kind = RuleKind.Function;
            parameters = Terms(TokenKind.RightParen, ")");
        }

        Term? value = null;
        var assigns = _token.Kind == TokenKind.Assign;
        if (kind == RuleKind.Value && _token.Is("contains"))
        {
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
            if (value is null || kind == RuleKind.Contains)
            {
                Unexpected("a default value");
                return null;
            }

            CheckDefault(value);
            return new Rule(location, kind, true, name, path, parameters, value, [], null) { Assigns = assigns, HasValue = true };
        }

        if (_token.Kind == TokenKind.LeftBrace && !_failed)
        {
            Fail("`if` keyword is required before rule body", Here);
        }

        var hasBody = _token.Is("if");
        var body = hasBody ? IfBody() : [];
        if (!hasBody && value is null && kind != RuleKind.Function && !_failed)
        {
            Fail(
                path.Count > 0 && kind == RuleKind.Value ? "`contains` keyword is required for partial set rules" : $"rule {name} must have value assignment and/or body declaration",
                location);
        }

        var alternative = ElseRule(name, path, parameters, kind);
        return new Rule(location, kind, false, name, path, parameters, value ?? new ScalarTerm(location, RegoBoolean.True), body, alternative)
        {
            Assigns = assigns,
            HasValue = value is not null,
        };
    }

    private List<Term> HeadPath()
    {
        var path = new List<Term>();
        while (!_failed && !_token.SpaceBefore && _token.Kind is TokenKind.Dot or TokenKind.LeftBracket)
        {
            path.Add(PathElement());
            CheckLength(path.Count);
        }

        return path;
    }

    private IReadOnlyList<Literal> IfBody()
    {
        Advance();
        if (!Enter())
        {
            return [];
        }

        // Braces after `if` are a body where they can be one, else the object or set that the one statement starts with.
        var depth = _depth;
        var start = (_token, _lexer.Save(), _errors.Count);
        IReadOnlyList<Literal> body = _token.Kind == TokenKind.LeftBrace ? BracedBody() : Single();
        if (_failed && start._token.Kind == TokenKind.LeftBrace && _errors[^1].Message != EmptyBody)
        {
            var (failedAt, complaints) = (_failedAt, _errors.Skip(start.Count).ToList());
            _depth = depth;
            (_token, var lexer, var count) = start;
            _lexer.Restore(lexer);
            _errors.RemoveRange(count, _errors.Count - count);
            _failed = false;
            body = Single();
            if (_failed)
            {
                // The complaint about the body is the more likely one to help.
                _errors.RemoveRange(count, _errors.Count - count);
                _errors.AddRange(complaints);
                _failedAt = failedAt;
            }
        }

        Leave();
        return body;

        IReadOnlyList<Literal> Single() => Literal() is { } literal ? [literal] : [];
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
            if (kind == RuleKind.Contains)
            {
                Fail("else keyword cannot be used on multi-value rules", location);
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

            if (_token.Kind == TokenKind.LeftBrace)
            {
                Fail("`if` keyword is required before rule body", Here);
            }

            var hasBody = _token.Is("if");
            if (!hasBody && value is null)
            {
                Unexpected("else value or body");
            }

            var body = hasBody ? IfBody() : [];
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
