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

                Declare(assign.Left, repeated: false);
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
                foreach (var variable in some.Variables)
                {
                    Declare(variable, repeated: false);
                }

                break;
            case SomeInLiteral some:
                var domain = Term(some.Domain);
                Declare(some.Key, repeated: true);
                Declare(some.Value, repeated: true);
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
        _scope = new VariableScope(_scope);
        var key = NewSlot();
        var value = NewSlot();
        if (every.Key is { IsWildcard: false } keyVariable)
        {
            _names[key] = (keyVariable.Name, keyVariable.Location);
            _scope.Declare(keyVariable.Name, key);
        }

        if (!every.Value.IsWildcard)
        {
            _names[value] = (every.Value.Name, every.Value.Location);
            _scope.Declare(every.Value.Name, value);
        }

        var literals = OpenBody(every.Body, []);
        CloseBody();
        CloseBody();
        return new EveryNode(every.Location, key, value, domain, new BodyNode(literals, EndClosure(first)));
    }

    /// <summary>Declares the variables of a pattern in this body, where they hide outer ones of the same name.</summary>
    private void Declare(Term? pattern, bool repeated)
    {
        switch (pattern)
        {
            case VariableTerm { IsWildcard: false } variable:
                if (_scope.IsDeclaredHere(variable.Name))
                {
                    if (!repeated)
                    {
                        diagnostics.Add("rego_compile_error", $"var {variable.Name} assigned above", variable.Location);
                    }

                    break;
                }

                if (_scope.IsReferencedAbove(variable.Name))
                {
                    diagnostics.Add("rego_compile_error", $"var {variable.Name} referenced above", variable.Location);
                }

                if (_scope.Parent is { IsParameters: true } parameters && parameters.IsDeclaredHere(variable.Name))
                {
                    diagnostics.Add("rego_compile_error", $"arg {variable.Name} redeclared", variable.Location);
                }

                if (variable.Name is "input" or "data" && module.Module.HoldsToV1)
                {
                    diagnostics.Add("rego_compile_error", $"variables must not shadow {variable.Name} (use a different variable name)", variable.Location);
                }

                _scope.Declare(variable.Name, Named(variable.Name, variable.Location));
                break;
            case ArrayTerm array:
                foreach (var item in array.Items)
                {
                    Declare(item, repeated);
                }

                break;
            case ObjectTerm map:
                foreach (var entry in map.Entries)
                {
                    Declare(entry.Value, repeated);
                }

                break;
            default:
                break;
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
