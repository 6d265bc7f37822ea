using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

internal sealed partial class Resolver
{
    private void Add(Literal literal, List<LiteralNode> into)
    {
        if (literal.Modifiers.Count == 0)
        {
            AddPlain(literal, into);
            return;
        }

        // The modifiers' values are evaluated outside of what they modify.
        var replacements = literal.Modifiers.Select(Replacement).OfType<Replacement>().ToList();
        var inner = new List<LiteralNode>();
        AddPlain(literal, inner);
        into.Add(new WithNode(literal.Location, replacements, inner));
    }

    private void AddPlain(Literal literal, List<LiteralNode> into)
    {
        switch (literal)
        {
            case TermLiteral { Term: CallTerm call } when Call(call, allowOutput: true) is var (node, output):
                into.Add(output is null ? new TestNode(literal.Location, node) : new UnifyNode(literal.Location, output, node));
                break;
            case TermLiteral test:
                into.Add(new TestNode(literal.Location, Term(test.Term)));
                break;
            case UnifyLiteral { Declares: true } assign:
                var right = Term(assign.Right);
                if (assign.Left is not (VariableTerm or ArrayTerm or ObjectTerm))
                {
                    diagnostics.Add("rego_compile_error", $"cannot assign to {Describe(assign.Left)}", assign.Left.Location);
                    break;
                }

                Declare(Outputs(assign.Left), "assigned");
                into.Add(new UnifyNode(literal.Location, Term(assign.Left), right));
                break;
            case UnifyLiteral unify:
                into.Add(new UnifyNode(literal.Location, Term(unify.Left), Term(unify.Right)));
                break;
            case NotLiteral not:
                var first = BeginClosure();
                var inner = new List<LiteralNode>();
                Add(not.Inner, inner);
                into.Add(new NotNode(literal.Location, new BodyNode(inner, EndClosure(first))));
                break;
            case NotBodyLiteral not:
                var start = BeginClosure();
                var literals = OpenBody(not.Body, []);
                CloseBody();
                into.Add(new NotNode(literal.Location, new BodyNode(literals, EndClosure(start))));
                break;
            case LogicalLiteral logical:
                Logical(logical, into);
                break;
            case SomeLiteral some:
                Declare(some.Variables, "declared");
                break;
            case SomeInLiteral some:
                var domain = Term(some.Domain);
                var known = new HashSet<string>(StringComparer.Ordinal);
                FreeNames.Visit(some.Domain, known);
                Declare(Outputs(some.Key).Concat(Outputs(some.Value)).Where(v => known.Add(v.Name)), "declared");
                into.Add(new SomeInNode(literal.Location, some.Key is null ? null : Term(some.Key), Term(some.Value), domain));
                break;
            case EveryLiteral every:
                into.Add(Every(every));
                break;
            default:
                throw new InvalidOperationException($"unknown literal {literal.GetType().Name}");
        }
    }

    /// <summary>
    /// Each side holds once or not at all, which is what a negation of a negation asks; <c>or</c> is the negation of neither.
    /// </summary>
    private void Logical(LogicalLiteral logical, List<LiteralNode> into)
    {
        if (logical.IsOr)
        {
            var first = BeginClosure();
            List<LiteralNode> neither = [Negated(logical.Left, logical.Location), Negated(logical.Right, logical.Location)];
            into.Add(new NotNode(logical.Location, new BodyNode(neither, EndClosure(first))));
            return;
        }

        var outer = BeginClosure();
        var start = BeginClosure();
        var both = new List<LiteralNode>();
        foreach (var side in new[] { logical.Left, logical.Right })
        {
            var inner = BeginClosure();
            var negated = Negated(side, logical.Location);
            both.Add(new NotNode(logical.Location, new BodyNode([negated], EndClosure(inner))));
        }

        var fails = new NotNode(logical.Location, new BodyNode(both, EndClosure(start)));
        into.Add(new NotNode(logical.Location, new BodyNode([fails], EndClosure(outer))));
    }

    private NotNode Negated(IReadOnlyList<Literal> body, SourceLocation location)
    {
        var first = BeginClosure();
        var literals = OpenBody(body, []);
        CloseBody();
        return new NotNode(location, new BodyNode(literals, EndClosure(first)));
    }

    private EveryNode Every(EveryLiteral every)
    {
        var domain = Term(every.Domain);
        var first = BeginClosure();
        var scope = new VariableScope(_scope);
        var key = NewSlot();
        var value = NewSlot();
        if (every.Key is { IsWildcard: false } keyVariable)
        {
            _names[key] = (keyVariable.Name, keyVariable.Location);
            scope.Declare(keyVariable.Name, key);
        }

        if (!every.Value.IsWildcard)
        {
            _names[value] = (every.Value.Name, every.Value.Location);
            scope.Declare(every.Value.Name, value);
        }

        var literals = OpenBody(every.Body, [], scope);
        CloseBody();
        return new EveryNode(every.Location, key, value, domain, new BodyNode(literals, EndClosure(first)));
    }

    /// <summary>The variables that a pattern binds.</summary>
    private static IEnumerable<VariableTerm> Outputs(Term? pattern) => pattern switch
    {
        VariableTerm { IsWildcard: false } variable => [variable],
        ArrayTerm array => array.Items.SelectMany(Outputs),
        ObjectTerm map => map.Entries.SelectMany(entry => Outputs(entry.Value)),
        _ => [],
    };

    /// <summary>Declares variables in this body, where they hide outer ones of the same name.</summary>
    private void Declare(IEnumerable<VariableTerm> variables, string how)
    {
        foreach (var variable in variables.Where(v => !v.IsWildcard))
        {
            var (name, location) = (variable.Name, variable.Location);
            if (_scope.DeclaredHow(name) is { } before)
            {
                diagnostics.Add("rego_compile_error", $"var {name} {before} above", location);
                continue;
            }

            if (_scope.IsReferencedAbove(name))
            {
                diagnostics.Add("rego_compile_error", $"var {name} referenced above", location);
            }

            if (_scope.Parent is { IsParameters: true } parameters && parameters.IsDeclaredHere(name))
            {
                diagnostics.Add("rego_compile_error", $"arg {name} redeclared", location);
            }

            if (name is "input" or "data" && module.Module.HoldsToV1)
            {
                diagnostics.Add("rego_compile_error", $"variables must not shadow {name} (use a different variable name)", location);
            }

            _scope.Declare(name, Named(name, location), how);
        }
    }

    private static string Describe(Term term) => term switch
    {
        ScalarTerm scalar => scalar.Value.KindName,
        ReferenceTerm => "ref",
        CallTerm => "call",
        SetTerm => "set",
        ComprehensionTerm c => $"{c.Kind} comprehension".ToLowerInvariant(),
        _ => "this term",
    };
}
