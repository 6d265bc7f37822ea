namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    /// <summary>An expression as it may stand alone: also <c>key, value in domain</c>.</summary>
    private Term MembershipExpression()
    {
        var term = Expression();
        if (_token.Kind != TokenKind.Comma)
        {
            return term;
        }

        // The comma may as well part the items of a list, which whoever reads the list knows.
        var comma = Mark();
        Advance();
        var value = Expression(memberless: true);
        if (_failed || !AcceptKeyword("in"))
        {
            Back(comma);
            return term;
        }

        var domain = Expression(memberless: true);
        Term member = new CallTerm(term.Location, "internal.member_3", null, [term, value, domain]);
        while (AcceptKeyword("in"))
        {
            member = new CallTerm(term.Location, "internal.member_2", null, [member, Expression(memberless: true)]);
        }

        return member;
    }

    private Term Expression(bool memberless = false, Term? left = null) => Infix(memberless ? 1 : 0, left);

    /// <summary>Precedence climbing over in, comparison, |, &amp;, sum and product, lowest first; all associate to the left.</summary>
    private Term Infix(int lowest, Term? left = null)
    {
        if (!Enter())
        {
            return new ArrayTerm(Here, []);
        }

        left ??= Term();
        for (var operators = 0; !_failed; operators++)
        {
            var (name, level) = Operator();
            if (name is null || level < lowest)
            {
                break;
            }

            // A chain of operators nests to the left, as deep as it is long.
            if (operators == MaxDepth)
            {
                Fail($"more than {MaxDepth} operators in a row", Here);
                break;
            }

            Advance();
            var right = Infix(level + 1);
            left = new CallTerm(left.Location, name, null, [left, right]);
        }

        Leave();
        return left;
    }

    private (string? Name, int Level) Operator() => _token.Kind switch
    {
        TokenKind.Keyword when _token.Text == "in" => ("internal.member_2", 0),
        TokenKind.Equal => ("equal", 1),
        TokenKind.NotEqual => ("neq", 1),
        TokenKind.Less => ("lt", 1),
        TokenKind.LessOrEqual => ("lte", 1),
        TokenKind.Greater => ("gt", 1),
        TokenKind.GreaterOrEqual => ("gte", 1),
        TokenKind.Bar => ("or", 2),
        TokenKind.Ampersand => ("and", 3),
        TokenKind.Plus => ("plus", 4),
        TokenKind.Minus => ("minus", 4),
        TokenKind.Star => ("mul", 5),
        TokenKind.Slash => ("div", 5),
        TokenKind.Percent => ("rem", 5),
        _ => (null, 0),
    };

    /// <summary>Terms divided by commas, up to and past a closing token; a comma may stand before the end.</summary>
    private List<Term> Terms(TokenKind end, string spelled)
    {
        var terms = new List<Term>();
        while (_token.Kind != end && !_failed)
        {
            terms.Add(Expression());
            if (!Accept(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(end, $", or {spelled}");
        return terms;
    }
}
