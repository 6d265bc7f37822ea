using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>Visits every statement and term below a rule or body, in the order of the text.</summary>
internal abstract class SyntaxWalker
{
    public void Walk(Rule rule)
    {
        foreach (var term in rule.Path.Concat(rule.Parameters))
        {
            Walk(term);
        }

        Walk(rule.Value);
        Walk(rule.Body);
        if (rule.Else is not null)
        {
            Walk(rule.Else);
        }
    }

    public void Walk(IEnumerable<Literal> body)
    {
        foreach (var literal in body)
        {
            Walk(literal);
        }
    }

    public virtual void Walk(Literal literal)
    {
        switch (literal)
        {
            case TermLiteral test:
                Walk(test.Term);
                break;
            case UnifyLiteral unify:
                Walk(unify.Left);
                Walk(unify.Right);
                break;
            case NotLiteral not:
                Walk(not.Inner);
                break;
            case NotBodyLiteral not:
                Walk(not.Body);
                break;
            case LogicalLiteral logical:
                Walk(logical.Left);
                Walk(logical.Right);
                break;
            case SomeInLiteral some:
                Walk(some.Key);
                Walk(some.Value);
                Walk(some.Domain);
                break;
            case EveryLiteral every:
                Walk(every.Domain);
                Walk(every.Body);
                break;
            default:
                break;
        }

        foreach (var modifier in literal.Modifiers)
        {
            Walk(modifier);
        }
    }

    public virtual void Walk(Term? term)
    {
        switch (term)
        {
            case ReferenceTerm reference:
                Walk(reference.Head);
                WalkAll(reference.Path);
                break;
            case ArrayTerm array:
                WalkAll(array.Items);
                break;
            case SetTerm set:
                WalkAll(set.Items);
                break;
            case ObjectTerm map:
                WalkAll(map.Entries.SelectMany(e => new[] { e.Key, e.Value }));
                break;
            case ComprehensionTerm comprehension:
                Walk(comprehension.Key);
                Walk(comprehension.Value);
                Walk(comprehension.Body);
                break;
            case CallTerm call:
                Walk(call.Target);
                WalkAll(call.Arguments);
                break;
            case TemplateTerm template:
                foreach (var part in template.Parts)
                {
                    Walk(part.Value);
                    foreach (var modifier in part.Modifiers)
                    {
                        Walk(modifier);
                    }
                }

                break;
            default:
                break;
        }
    }

    private void Walk(WithModifier modifier)
    {
        Walk(modifier.Target);
        Walk(modifier.Value);
    }

    private void WalkAll(IEnumerable<Term> terms)
    {
        foreach (var term in terms)
        {
            Walk(term);
        }
    }
}
