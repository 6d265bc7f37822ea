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
                Unexpected("a name");
            }
            else if (_token.SpaceBefore)
            {
                Fail("invalid whitespace between . and identifier", Here);
            }

            Advance();
            return Text(location, name);
        }

        Advance();
        var bar = _barEndsTerm;
        _barEndsTerm = false;
        var element = Expression();
        _barEndsTerm = bar;
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
                if (_token is { Kind: TokenKind.Number, SpaceBefore: false })
                {
                    var digits = _token.Text;
                    Advance();
                    return Number(location, "-" + digits);
                }

                Unexpected("a number after unary minus");
                break;
            case TokenKind.Keyword when token.Text is "true" or "false":
                Advance();
                return new ScalarTerm(location, RegoBoolean.Of(token.Text == "true"));
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
        var bar = _barEndsTerm;
        _barEndsTerm = false;
        var inner = MembershipExpression();
        _barEndsTerm = bar;
        Expect(TokenKind.RightParen, ")");

        return inner;
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

        var first = ComprehensionHead();
        if (_token.Kind == TokenKind.Bar)
        {
            return new ComprehensionTerm(location, ComprehensionKind.Array, null, first, ComprehensionBody(TokenKind.RightBracket, "]"));
        }

        var items = new List<Term> { first };
        if (Accept(TokenKind.Comma))
        {
            items.AddRange(Terms(TokenKind.RightBracket, "]"));
        }
        else
        {
            Expect(TokenKind.RightBracket, ", or ]");
        }

        return new ArrayTerm(location, items);
    }

    private Term Braces(SourceLocation location)
    {
        Advance();
        if (Accept(TokenKind.RightBrace))
        {
            return new ObjectTerm(location, []);
        }

        var first = ComprehensionHead();
        if (_token.Kind == TokenKind.Bar)
        {
            return new ComprehensionTerm(location, ComprehensionKind.Set, null, first, ComprehensionBody(TokenKind.RightBrace, "}"));
        }

        if (Accept(TokenKind.Colon))
        {
            var value = ComprehensionHead();
            return _token.Kind == TokenKind.Bar
                ? new ComprehensionTerm(location, ComprehensionKind.Object, first, value, ComprehensionBody(TokenKind.RightBrace, "}"))
                : Object(location, first, value);
        }

        var items = new List<Term> { first };
        if (Accept(TokenKind.Comma))
        {
            items.AddRange(Terms(TokenKind.RightBrace, "}"));
        }
        else
        {
            Expect(TokenKind.RightBrace, ", or }");
        }

        return new SetTerm(location, items);
    }

    private ObjectTerm Object(SourceLocation location, Term key, Term value)
    {
        var entries = new List<KeyValuePair<Term, Term>> { new(key, value) };
        var bar = _barEndsTerm;
        _barEndsTerm = false;
        while (Accept(TokenKind.Comma) && _token.Kind != TokenKind.RightBrace && !_failed)
        {
            key = Expression();
            Expect(TokenKind.Colon, ":");
            entries.Add(new(key, Expression()));
        }

        _barEndsTerm = bar;
        Expect(TokenKind.RightBrace, ", or }");
        return new ObjectTerm(location, entries);
    }

    private Term ComprehensionHead()
    {
        var bar = _barEndsTerm;
        _barEndsTerm = true;
        var head = Expression();
        _barEndsTerm = bar;
        return head;
    }

    private List<Literal> ComprehensionBody(TokenKind end, string spelled)
    {
        Advance();
        var bar = _barEndsTerm;
        _barEndsTerm = false;
        var body = Literals(end);
        _barEndsTerm = bar;
        Expect(end, spelled);
        return body;
    }

    private TemplateTerm Template(SourceLocation location, bool raw)
    {
        var parts = new List<TemplatePart>();
        _lexer.ResumeAfter(_token);
        var bar = _barEndsTerm;
        _barEndsTerm = false;
        while (!_failed)
        {
            var (text, expression, error) = _lexer.TemplateText(raw);
            if (error is not null)
            {
                Fail(error, location);
                break;
            }

            if (text.Length > 0)
            {
                parts.Add(new TemplatePart(text, null, []));
            }

            if (!expression)
            {
                Advance();
                break;
            }

            Advance();
            var value = MembershipExpression();
            parts.Add(new TemplatePart(null, value, Modifiers()));
            if (_token.Kind != TokenKind.RightBrace)
            {
                Unexpected("}");
                break;
            }

            _lexer.ResumeAfter(_token);
        }

        _barEndsTerm = bar;
        return new TemplateTerm(location, parts) { IsRaw = raw };
    }
}
