using Pharos.Rego.Builtins;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>
/// Names used directly in a body. They belong to that body even where a comprehension mentions them first, so they are collected before
/// anything is resolved; what only a closure mentions belongs to the closure.
/// </summary>
internal static class FreeNames
{
    public static HashSet<string> Of(IEnumerable<Literal> body, IEnumerable<Term?> head)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var literal in body)
        {
            Visit(literal, names, declared);
        }

        foreach (var term in head)
        {
            Visit(term, names);
        }

        names.ExceptWith(declared);
        return names;
    }

    public static void Visit(Term? term, HashSet<string> names)
    {
        switch (term)
        {
            case VariableTerm { IsWildcard: false } variable:
                names.Add(variable.Name);
                break;
            case ReferenceTerm reference:
                Visit(reference.Head, names);
                VisitAll(reference.Path, names);
                break;
            case ArrayTerm array:
                VisitAll(array.Items, names);
                break;
            case SetTerm set:
                VisitAll(set.Items, names);
                break;
            case ObjectTerm map:
                VisitAll(map.Entries.Select(e => e.Key), names);
                VisitAll(map.Entries.Select(e => e.Value), names);
                break;
            case CallTerm call:
                VisitAll(call.Arguments, names);
                break;
            default:
                break;
        }
    }

    private static void Visit(Literal literal, HashSet<string> names, HashSet<string> declared)
    {
        foreach (var modifier in literal.Modifiers)
        {
            if (!IsBuiltin(modifier.Value))
            {
                Visit(modifier.Value, names);
            }
        }

        switch (literal)
        {
            case TermLiteral test:
                Visit(test.Term, names);
                break;
            case UnifyLiteral unify:
                Visit(unify.Left, unify.Declares ? declared : names);
                Visit(unify.Right, names);
                break;
            case NotLiteral not:
                Visit(not.Inner, names, declared);
                break;
            case SomeLiteral some:
                declared.UnionWith(some.Variables.Select(v => v.Name));
                break;
            case SomeInLiteral some:
                Visit(some.Key, declared);
                Visit(some.Value, declared);
                Visit(some.Domain, names);
                break;
            case EveryLiteral every:
                Visit(every.Domain, names);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether a term names a builtin, which a <c>with</c> may put in the place of another.</summary>
    private static bool IsBuiltin(Term term) =>
        term is ReferenceTerm { Head: VariableTerm head } reference && reference.Path.All(p => p is ScalarTerm { Value: RegoString })
        && BuiltinRegistry.TryGet(string.Join('.', reference.Path.Select(p => ((RegoString)((ScalarTerm)p).Value).Value).Prepend(head.Name)), out _);

    private static void VisitAll(IEnumerable<Term> terms, HashSet<string> names)
    {
        foreach (var term in terms)
        {
            Visit(term, names);
        }
    }
}
