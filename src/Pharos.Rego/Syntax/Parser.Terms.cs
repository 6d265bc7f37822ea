using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    private Term Term()
    {
        var term = Primary();
        if (term is ScalarTerm)
        {
            return term;
        }

        List<Term>? path = null;
        while (!_failed && !_token.SpaceBefore)
        {
            if (_token.Kind is TokenKind.Dot or TokenKind.LeftBracket)
            {
                (path ??= []).Add(PathElement());
            }
            else if (_token.Kind == TokenKind.LeftParen && (path is not null || term is VariableTerm) && term is not CallTerm)
            {
                Advance();
                var target = path is null ? term : new ReferenceTerm(term.Location, term, path);
                term = new CallTerm(term.Location, null, target, Terms(TokenKind.RightParen, ")"));
                path = null;
            }
            else
            {
                break;
            }
        }

        return path is null ? term : new ReferenceTerm(term.Location, term, path);
    }

    private Term PathElement()
    {
        var location = Here;
        if (Accept(TokenKind.Dot))
        {
            location = Here;
            var name = _token.Text;
            if (_token.Kind is not (TokenKind.Identifier or TokenKind.Keyword))
            {
                Unexpected("ident");
            }
            else if (_token.SpaceBefore)
            {
                Fail("invalid whitespace between . and identifier", Here);
            }

            Advance();
            return Text(location, name);
        }

        Advance();
        var element = Expression();
        Expect(TokenKind.RightBracket, "]");
        return element;
    }

    private Term Primary()
    {
        var location = Here;
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                Advance();
                if (token.Text == "set" && _token is { Kind: TokenKind.LeftParen, SpaceBefore: false })
                {
                    Advance();
                    Expect(TokenKind.RightParen, ")");
                    return new SetTerm(location, []);
                }

                return new VariableTerm(location, token.Text);
            case TokenKind.String:
                Advance();
                return Text(location, token.Text);
            case TokenKind.Number:
                Advance();
                return Number(location, token.Text);
            case TokenKind.Minus:
                Advance();
                return Negative(location);
            case TokenKind.Dot:
                Advance();
                if (_token is { Kind: TokenKind.Number, SpaceBefore: false })
                {
                    return Digits(location, "0.");
                }

                Unexpected("a number");
                break;
            case TokenKind.Keyword when token.Text is "true" or "false":
                Advance();
                return new ScalarTerm(location, RegoBoolean.Of(token.Text == "true"));
            case TokenKind.Keyword when token.Text is "and" or "or" && _lexer.Peek() is '(' or '.' or '[':
                Advance();
                return new VariableTerm(location, token.Text);
            case TokenKind.Keyword when token.Text == "null":
                Advance();
                return new ScalarTerm(location, RegoNull.Instance);
            case TokenKind.TemplateStart or TokenKind.RawTemplateStart:
                return Template(location, token.Kind == TokenKind.RawTemplateStart);
            case TokenKind.LeftBracket:
                return Array(location);
            case TokenKind.LeftBrace:
                return Braces(location);
            case TokenKind.LeftParen:
                return Parenthesised();
            default:
                Fail(token.Kind == TokenKind.Keyword ? $"unexpected {token.Text} keyword" : $"unexpected {token.Describe()}", location);
                break;
        }

        return new ArrayTerm(location, []);
    }

    private Term Parenthesised()
    {
        Advance();
        var inner = MembershipExpression();
        Expect(TokenKind.RightParen, ")");

        return inner;
    }

    /// <summary>What stands behind a minus sign: a number, or a reference that is taken from zero.</summary>
    private Term Negative(SourceLocation location)
    {
        if (_token.Kind == TokenKind.Number)
        {
            return Digits(location, "-");
        }

        if (_token.Kind == TokenKind.Dot)
        {
            Advance();
            return Digits(location, "-0.");
        }

        if (_token.Kind != TokenKind.Identifier)
        {
            Unexpected("a number or a reference after unary minus");
            return new ArrayTerm(location, []);
        }

        return new CallTerm(location, "minus", null, [new ScalarTerm(location, RegoNumber.Of(0L)), Term()]);
    }

    private ScalarTerm Digits(SourceLocation location, string prefix)
    {
        var digits = _token.Text;
        Expect(TokenKind.Number, "a number");
        return Number(location, prefix + digits);
    }

    private ScalarTerm Number(SourceLocation location, string digits)
    {
        if (RegoNumber.TryParse(digits, out var number))
        {
            return new ScalarTerm(location, number);
        }

        Fail($"illegal number format {digits}", location);
        return new ScalarTerm(location, RegoNull.Instance);
    }

    private Term Array(SourceLocation location)
    {
        Advance();
        if (Accept(TokenKind.RightBracket))
        {
            return new ArrayTerm(location, []);
        }

        Accept(TokenKind.Comma);
        var (first, body) = ComprehensionOrItem(TokenKind.RightBracket, "]");
        return body is not null
            ? new ComprehensionTerm(location, ComprehensionKind.Array, null, first, body)
            : new ArrayTerm(location, Items(first, TokenKind.RightBracket, "]"));
    }

    private Term Braces(SourceLocation location)
    {
        Advance();
        if (Accept(TokenKind.RightBrace))
        {
            return new ObjectTerm(location, []);
        }

        Accept(TokenKind.Comma);
        var (first, body) = ComprehensionOrItem(TokenKind.RightBrace, "}");
        if (body is not null)
        {
            return new ComprehensionTerm(location, ComprehensionKind.Set, null, first, body);
        }

        if (!Accept(TokenKind.Colon))
        {
            return new SetTerm(location, Items(first, TokenKind.RightBrace, "}"));
        }

        (var value, body) = ComprehensionOrItem(TokenKind.RightBrace, "}");
        return body is not null
            ? new ComprehensionTerm(location, ComprehensionKind.Object, first, value, body)
            : Object(location, first, value);
    }

    /// <summary>
    /// Reads the first part of a collection. A bar behind a single term opens the body of a comprehension, unless a comma shows that it was
    /// the union of two sets: <c>{a | b, c}</c>.
    /// </summary>
    private (Term Head, List<Literal>? Body) ComprehensionOrItem(TokenKind end, string spelled)
    {
        if (!Enter())
        {
            return (new ArrayTerm(Here, []), null);
        }

        var head = Term();
        Leave();
        if (_token.Kind != TokenKind.Bar)
        {
            return (Expression(left: head), null);
        }

        var mark = Mark();
        Advance();
        var body = Literals(end);
        Expect(end, spelled);
        if (_failed && _failedAt.Token.Kind == TokenKind.Comma)
        {
            Back(mark);
            return (Expression(left: head), null);
        }

        return (head, body);
    }

    private List<Term> Items(Term first, TokenKind end, string spelled)
    {
        var items = new List<Term> { first };
        if (Accept(TokenKind.Comma))
        {
            items.AddRange(Terms(end, spelled));
        }
        else
        {
            Expect(end, $", or {spelled}");
        }

        return items;
    }

    private ObjectTerm Object(SourceLocation location, Term key, Term value)
    {
        var entries = new List<KeyValuePair<Term, Term>> { new(key, value) };
        while (Accept(TokenKind.Comma) && _token.Kind != TokenKind.RightBrace && !_failed)
        {
            key = Expression();
            Expect(TokenKind.Colon, ":");
            entries.Add(new(key, Expression()));
        }

        Expect(TokenKind.RightBrace, ", or }");
        return new ObjectTerm(location, entries);
    }
}
