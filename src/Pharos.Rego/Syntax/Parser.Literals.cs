namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    private const string EmptyBody = "found empty body";

    /// <summary>Statements up to a closing token, which stays current. Statements are divided by semicolons or new lines.</summary>
    private List<Literal> Literals(TokenKind end)
    {
        var literals = new List<Literal>();
        if (_token.Kind == end && !_failed)
        {
            Fail(EmptyBody, Here);
            return literals;
        }

        while (!_failed)
        {
            if (Literal() is { } literal)
            {
                literals.Add(literal);
            }

            if (_token.Kind == TokenKind.Semicolon)
            {
                Advance();
                if (_token.Kind == end)
                {
                    break;
                }

                continue;
            }

            if (_token.Kind == end || _failed)
            {
                break;
            }

            if (_token.Row == _previous.Row)
            {
                Unexpected(@"\n or ; or " + (end == TokenKind.RightBrace ? "}" : end == TokenKind.RightBracket ? "]" : "end of query"));
            }
        }

        return literals;
    }

    private Literal? Literal()
    {
        var location = Here;
        if (_token.Is("some"))
        {
            return Some(location);
        }

        if (_token.Is("every"))
        {
            return Every(location);
        }

        if (AcceptKeyword("not"))
        {
            if (_token.Is("some") || _token.Is("not"))
            {
                Unexpected("an expression after not");
                return null;
            }

            if (!Enter())
            {
                return null;
            }

            if (_notBodies && _token.Kind == TokenKind.LeftBrace)
            {
                var body = BracedBody();
                Leave();
                return new NotBodyLiteral(location, body, Modifiers());
            }

            var inner = _token.Is("every") ? Every(Here, withModifiers: false) : Comparison(Here, []);
            Leave();
            return inner is null ? null : new NotLiteral(location, inner, Modifiers());
        }

        return Comparison(location, null);
    }

    /// <summary>A term, or a unification or assignment of two; modifiers are read here unless the caller owns them.</summary>
    private Literal Comparison(SourceLocation location, IReadOnlyList<WithModifier>? modifiers)
    {
        var left = MembershipExpression();
        if (_token.Kind is TokenKind.Unify or TokenKind.Assign)
        {
            var declares = _token.Kind == TokenKind.Assign;
            Advance();
            var right = MembershipExpression();
            return new UnifyLiteral(location, left, right, declares, modifiers ?? Modifiers());
        }

        return new TermLiteral(location, left, modifiers ?? Modifiers());
    }

    private Literal? Some(SourceLocation location)
    {
        Advance();
        var first = Expression(memberless: true);
        var terms = new List<Term> { first };
        while (Accept(TokenKind.Comma))
        {
            terms.Add(Expression(memberless: true));
        }

        if (AcceptKeyword("in"))
        {
            if (terms.Count > 2)
            {
                Fail("illegal number of variables in some declaration: at most key and value", location);
                return null;
            }

            var domain = Expression();
            return new SomeInLiteral(location, terms.Count == 2 ? first : null, terms[^1], domain, Modifiers());
        }

        var variables = new List<VariableTerm>();
        foreach (var term in terms)
        {
            if (term is not VariableTerm variable)
            {
                Fail("expected var", term.Location);
                return null;
            }

            variables.Add(variable);
        }

        if (_token.Is("with"))
        {
            Unexpected("no modifier on a some declaration");
        }

        return new SomeLiteral(location, variables);
    }

    private EveryLiteral? Every(SourceLocation location, bool withModifiers = true)
    {
        Advance();
        var value = Variable();
        VariableTerm? key = null;
        if (Accept(TokenKind.Comma))
        {
            key = value;
            value = Variable();
        }

        if (!AcceptKeyword("in"))
        {
            Unexpected("`x[, y] in xs { ... }` expression");
        }

        var domain = Expression();
        Expect(TokenKind.LeftBrace, "{");
        if (_failed || !Enter())
        {
            return null;
        }

        var body = Literals(TokenKind.RightBrace);
        Expect(TokenKind.RightBrace, "}");
        Leave();
        return new EveryLiteral(location, key, value, domain, body, withModifiers ? Modifiers() : []);
    }

    private VariableTerm Variable()
    {
        var variable = new VariableTerm(Here, _token.Text);
        if (_token.Kind != TokenKind.Identifier)
        {
            Unexpected("a variable");
        }

        Advance();
        return variable;
    }

    private List<WithModifier> Modifiers()
    {
        List<WithModifier> modifiers = [];
        while (_token.Is("with") && !_failed)
        {
            var location = Here;
            Advance();
            var target = Term();
            if (!AcceptKeyword("as"))
            {
                Unexpected("as keyword");
            }

            modifiers.Add(new WithModifier(location, target, Expression()));
        }

        return modifiers;
    }
}
