using Pharos.Rego.Syntax;

namespace Pharos.Rego.Tracing;

/// <summary>The rows at which a rule can be evaluated: its head's, and those of the statements of its bodies, closures included.</summary>
internal static class CoverableRows
{
    public static void Add(Rule rule, HashSet<int> rows)
    {
        for (var at = rule; at is not null; at = at.Else)
        {
            if (!at.IsDefault)
            {
                rows.Add(at.Location.Row);
            }

            Add(at.Body, rows);
            Add(at.Value, rows);
        }
    }

    private static void Add(IEnumerable<Literal> body, HashSet<int> rows)
    {
        foreach (var literal in body)
        {
            if (literal is not SomeLiteral && literal.Location.Row > 0)
            {
                rows.Add(literal.Location.Row);
            }

            switch (literal)
            {
                case TermLiteral test:
                    Add(test.Term, rows);
                    break;
                case UnifyLiteral unify:
                    Add(unify.Left, rows);
                    Add(unify.Right, rows);
                    break;
                case NotLiteral not:
                    Add([not.Inner], rows);
                    break;
                case NotBodyLiteral not:
                    Add(not.Body, rows);
                    break;
                case SomeInLiteral some:
                    Add(some.Domain, rows);
                    break;
                case EveryLiteral every:
                    Add(every.Domain, rows);
                    Add(every.Body, rows);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Add(Term? term, HashSet<int> rows)
    {
        switch (term)
        {
            case ComprehensionTerm comprehension:
                Add(comprehension.Body, rows);
                Add(comprehension.Key, rows);
                Add(comprehension.Value, rows);
                break;
            case ReferenceTerm reference:
                Add(reference.Head, rows);
                Each(reference.Path, rows);
                break;
            case ArrayTerm array:
                Each(array.Items, rows);
                break;
            case SetTerm set:
                Each(set.Items, rows);
                break;
            case ObjectTerm map:
                Each(map.Entries.Select(e => e.Key), rows);
                Each(map.Entries.Select(e => e.Value), rows);
                break;
            case CallTerm call:
                Each(call.Arguments, rows);
                break;
            default:
                break;
        }
    }

    private static void Each(IEnumerable<Term> terms, HashSet<int> rows)
    {
        foreach (var term in terms)
        {
            Add(term, rows);
        }
    }
}
