namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    /// <summary>Where a brace or parenthesis was tried as an operand and is none, so that it is not tried again.</summary>
    private readonly HashSet<int> _noOperands = [];

    private const string WithOnOperand =
        "`with` modifier is not allowed on operand of `and` or `or`: put the operand in `(...)` or `{...}`, or the modifier behind the whole expression";

    private const string BracedOperand = "operand of `and` or `or` cannot begin with `{` unless the braces hold a body: put parentheses around the value";

    private const string AmbiguousUnion =
        "ambiguous `{ ... | ... }` operand: read as a body holding a set-union expression, not as a comprehension; put parentheses around what is meant";

    /// <summary>One side of <c>and</c> or <c>or</c>.</summary>
    private sealed record Operand(IReadOnlyList<Literal> Body, bool IsBraced, SourceLocation Location);

    private bool IsLogical => _lexer.IsKeyword("and") || _lexer.IsKeyword("or");

    private bool IsOperator => _token.Is("and") || _token.Is("or");

    /// <summary>A statement that starts with a body in braces or a group in parentheses, where that is an operand and not a value.</summary>
    private Operand? Grouped(SourceLocation location)
    {
        if (_token.Kind == TokenKind.LeftParen)
        {
            return Group(isOperand: false);
        }

        if (_token.Kind != TokenKind.LeftBrace || _noOperands.Contains(_token.Start))
        {
            return null;
        }

        var mark = Mark();
        var body = BracedBody();
        if (!_failed && IsOperator)
        {
            RefuseUnion(body, location);
            return new Operand(body, true, location);
        }

        Back(mark);
        _noOperands.Add(_token.Start);
        return null;
    }

    /// <summary>Parentheses around operands; null where they stand around a value.</summary>
    private Operand? Group(bool isOperand)
    {
        if (_token.Kind != TokenKind.LeftParen || _noOperands.Contains(_token.Start) || !Enter())
        {
            return null;
        }

        var location = Here;
        var mark = Mark();
        Advance();
        var operand = _token.Kind == TokenKind.RightParen ? null : LogicalOperand();
        if (!_failed && operand is not null)
        {
            if (IsOperator)
            {
                var chain = LogicalTail(operand);
                Leave();
                Expect(TokenKind.RightParen, ") to close parenthesized group");
                return new Operand(chain is null ? [] : [chain], false, location);
            }

            if (_token.Is("with") && !operand.IsBraced)
            {
                var at = Here;
                var modified = WithModifiers(operand.Body[0], Modifiers());
                if (IsOperator)
                {
                    Fail(WithOnOperand, at);
                    return null;
                }

                if (Accept(TokenKind.RightParen) && (isOperand || IsOperator))
                {
                    Leave();
                    return new Operand([modified], false, location);
                }
            }
            else if (!operand.IsBraced && operand.Body is [LogicalLiteral or NotLiteral or NotBodyLiteral] && Accept(TokenKind.RightParen))
            {
                Leave();
                return new Operand(operand.Body, false, location);
            }
        }

        Back(mark);
        Leave();
        _noOperands.Add(_token.Start);
        return null;
    }

    /// <summary>Joins operands to the left; <c>and</c> binds tighter than <c>or</c>. Modifiers at the end are those of the whole.</summary>
    private Literal? LogicalTail(Operand left)
    {
        if (!Enter())
        {
            return null;
        }

        left = AndChain(left);
        for (var operators = 0; _token.Is("or") && !_failed; operators++)
        {
            Count(operators);
            Advance();
            left = Join(true, left, AndChain(LogicalOperand()));
        }

        Leave();
        return _failed ? null : WithModifiers(left.Body[0], Modifiers());
    }

    private Operand AndChain(Operand left)
    {
        for (var operators = 0; _token.Is("and") && !_failed; operators++)
        {
            Count(operators);
            Advance();
            left = Join(false, left, LogicalOperand());
        }

        return left;
    }

    private void Count(int operators)
    {
        if (operators == MaxDepth)
        {
            Fail($"more than {MaxDepth} operators in a row", Here);
        }
    }

    private Operand Join(bool isOr, Operand left, Operand right)
    {
        foreach (var operand in new[] { left, right })
        {
            if (operand.Body.Count > 0 && operand.Body.All(l => l is TermLiteral { Term: CallTerm { Target: VariableTerm { Name: "print" } } }))
            {
                Fail($"operand of `{(isOr ? "or" : "and")}` cannot consist only of calls to `print`, which always succeed", operand.Location);
            }
        }

        return new Operand([new LogicalLiteral(left.Location, isOr, left.Body, left.IsBraced, right.Body, right.IsBraced, [])], false, left.Location);
    }

    private Operand LogicalOperand()
    {
        var location = Here;
        if (_token.Kind == TokenKind.LeftBrace)
        {
            var body = BracedBody();
            RefuseUnion(body, location);
            return new Operand(body, true, location);
        }

        if (Group(isOperand: true) is { } group)
        {
            return group;
        }

        var literal = _token.Is("not") ? Not(location) : Comparison(location);
        return new Operand(literal is null ? [] : [literal], false, location);
    }

    /// <summary>A body that starts with a union cannot be told from a comprehension by the reader.</summary>
    private void RefuseUnion(List<Literal> body, SourceLocation at)
    {
        if (body is [TermLiteral { Term: CallTerm { Operator: "or" } union }, ..] && union.Location == body[0].Location)
        {
            Fail(AmbiguousUnion, at);
        }
    }
}
