namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    private TemplateTerm Template(SourceLocation location, bool raw)
    {
        var parts = new List<TemplatePart>();
        _lexer.ResumeAfter(_token);
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
            parts.Add(TemplateExpression());
            if (_token.Kind != TokenKind.RightBrace)
            {
                Fail($"unexpected {_token.Describe()}: expected }} to end template string expression", Here);
                break;
            }

            _lexer.ResumeAfter(_token);
        }

        return new TemplateTerm(location, parts) { IsRaw = raw };
    }

    private TemplatePart TemplateExpression()
    {
        var at = Here;
        var literal = Literal();
        if (literal is TermLiteral expression)
        {
            return new TemplatePart(null, expression.Term, expression.Modifiers);
        }

        Fail(
            literal switch
            {
                null => "invalid template-string expression",
                NotLiteral or NotBodyLiteral => "unexpected negation ('not') in template-string expression",
                UnifyLiteral { Declares: true } => "unexpected assignment (':=') in template-string expression",
                UnifyLiteral => "unexpected unification ('=') in template-string expression",
                EveryLiteral => "unexpected 'every' in template-string expression",
                LogicalLiteral logical => $"unexpected '{logical.Operator}' in template-string expression",
                _ => "unexpected 'some' in template-string expression",
            },
            at);
        return new TemplatePart("", null, []);
    }
}
