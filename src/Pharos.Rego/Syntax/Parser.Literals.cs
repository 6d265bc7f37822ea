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

        if (IsLogical && Grouped(location) is { } grouped)
        {
            return LogicalTail(grouped);
        }

        if (_failed)
        {
            return null;
        }

        var startsWithBrace = _token.Kind == TokenKind.LeftBrace;
        var literal = _token.Is("not") ? Not(location) : Comparison(location);
        if (literal is null || _failed)
        {
            return null;
        }

        if (literal is NotBodyLiteral { IsBraced: true } && IsOperator)
        {
            return LogicalTail(new Operand([literal], false, location));
        }

        var withLocation = Here;
        var modifiers = Modifiers();
        if (!IsOperator)
        {
            return WithModifiers(literal, modifiers);
        }

        if (modifiers.Count > 0)
        {
            Fail(WithOnOperand, withLocation);
        }
        else if (startsWithBrace)
        {
            Fail(literal is TermLiteral { Term: ObjectTerm { Entries.Count: 0 } } ? EmptyBody : BracedOperand, location);
        }

        return LogicalTail(new Operand([literal], false, location));
    }

    /// <summary>A negation up to its modifiers, which the caller reads.</summary>
    private Literal? Not(SourceLocation location)
    {
        Advance();
        if (_token.Is("some") || _token.Is("not") || _token.Is("every"))
        {
            Fail($"unexpected {_token.Text} keyword: illegal negation of '{_token.Text}'", Here);
            return null;
        }

        if (!Enter())
        {
            return null;
        }

        Literal? negated;
        if (_notBodies && _token.Kind == TokenKind.LeftBrace)
        {
            var at = Here;
            var body = BracedBody();
            RefuseUnion(body, at);
            negated = new NotBodyLiteral(location, body, true, []);
        }
        else if (_notBodies && IsLogical && Group(isOperand: true) is { } group)
        {
            negated = new NotBodyLiteral(location, group.Body, group.IsBraced, []);
        }
        else
        {
            var inner = Comparison(Here);
            negated = _notBodies ? new NotBodyLiteral(location, [inner], false, []) : new NotLiteral(location, inner, []);
        }

        Leave();
        return negated;
    }

    private static Literal WithModifiers(Literal literal, IReadOnlyList<WithModifier> modifiers)
    {
        if (modifiers.Count == 0)
        {
            return literal;
        }

        modifiers = [.. modifiers, .. literal.Modifiers];
        return literal switch
        {
            TermLiteral term => new TermLiteral(term.Location, term.Term, modifiers),
            UnifyLiteral unify => new UnifyLiteral(unify.Location, unify.Left, unify.Right, unify.Declares, modifiers),
            NotLiteral not => new NotLiteral(not.Location, not.Inner, modifiers),
            NotBodyLiteral not => new NotBodyLiteral(not.Location, not.Body, not.IsBraced, modifiers),
            LogicalLiteral logical => new LogicalLiteral(
                logical.Location, logical.IsOr, logical.Left, logical.LeftIsBraced, logical.Right, logical.RightIsBraced, modifiers),
            _ => throw new InvalidOperationException($"unknown literal {literal.GetType().Name}"),
        };
    }

    /// <summary>A term, or a unification or assignment of two, without the modifiers behind it.</summary>
    private Literal Comparison(SourceLocation location)
    {
        var left = MembershipExpression();
        if (_token.Kind is TokenKind.Unify or TokenKind.Assign)
        {
            var declares = _token.Kind == TokenKind.Assign;
            Advance();
            var right = MembershipExpression();
            return new UnifyLiteral(location, left, right, declares, []);
        }

        return new TermLiteral(location, left, []);
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

    private EveryLiteral? Every(SourceLocation location)
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
        return new EveryLiteral(location, key, value, domain, body, Modifiers());
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
