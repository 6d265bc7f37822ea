using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

internal sealed partial class Resolver
{
    private static readonly TermNode Undefined = new SetNode([]);

    private (TermNode Call, TermNode? Output) Call(CallTerm call, bool allowOutput)
    {
        if (IsPrint(call))
        {
            if (!allowOutput)
            {
                diagnostics.Add("rego_type_error", "print(...) used as value", call.Location);
            }

            return (Print(call), null);
        }

        if (Metadata(call) is { } constant)
        {
            return (constant, allowOutput && call.Arguments.Count == 1 ? Term(call.Arguments[0]) : null);
        }

        var arguments = call.Arguments.Select(Term).ToList();
        var (builtin, function, name) = Callee(call);
        if (builtin is null && function is null && arguments.Count == 0 && RuleAt(call.Target!) is { } rule)
        {
            return (rule, null);
        }

        if (builtin is null && function is null)
        {
            diagnostics.Add("rego_type_error", $"undefined function {name}", call.Location);
            return (Undefined, null);
        }

        var arity = builtin?.Arity ?? function!.Arity;
        TermNode? output = null;
        if (allowOutput && call.Operator is null && arguments.Count == arity + 1)
        {
            output = arguments[^1];
            arguments.RemoveAt(arity);
        }

        if (arguments.Count != arity)
        {
            var expected = arity == 1 ? "1 argument" : $"{arity} arguments";
            diagnostics.Add("rego_type_error", $"function {name} has arity {arity}, got {arguments.Count} {(arguments.Count == 1 ? "argument" : "arguments")}: expected {expected}", call.Location);
            return (Undefined, null);
        }

        var node = new CallNode(builtin, function, arguments) { Beforehand = module.ConstantCalls };
        return builtin is { IsRelation: true } ? (new ReferenceNode(RootKind.Term, node, [new SlotNode(NewSlot())]), output) : (node, output);
    }

    private (Builtin? Builtin, FunctionDocument? Function, string Name) Callee(CallTerm call)
    {
        if (call.Operator is not null)
        {
            BuiltinRegistry.TryGet(call.Operator, out var infix);
            return (infix, null, call.Operator);
        }

        return Callee(call.Target!);
    }

    private (Builtin? Builtin, FunctionDocument? Function, string Name) Callee(Term target)
    {
        var head = target as VariableTerm ?? (target as ReferenceTerm)?.Head as VariableTerm;
        var path = target is ReferenceTerm reference ? reference.Path : [];
        if (head is null || !path.All(p => p is ScalarTerm { Value: RegoString }))
        {
            return (null, null, "reference with variables");
        }

        var names = path.Select(p => ((RegoString)((ScalarTerm)p).Value).Value).ToList();
        var written = string.Join('.', names.Prepend(head.Name));
        if (_scope.Find(head.Name) is null && module.Resolve(head.Name) is { Root: RootKind.Data } global)
        {
            VirtualNode? node = module.Root;
            foreach (var name in global.Path.Concat(names))
            {
                node = node?.Find(name);
            }

            if (node?.Function is { } function)
            {
                return (null, function, node.FullName);
            }

            written = string.Join('.', global.Path.Concat(names).Prepend("data"));
        }

        return (module.BuiltinNamed(written), null, written);
    }

    /// <summary>The rule that is called as if it were a function without parameters.</summary>
    private ReferenceNode? RuleAt(Term target)
    {
        if (Term(target) is not ReferenceNode { Root: RootKind.Data, Head: null } reference)
        {
            return null;
        }

        var node = reference.Path.Aggregate((VirtualNode?)module.Root, (at, part) => part is ConstantNode { Value: RegoString name } ? at?.Find(name.Value) : null);
        return node?.Document is null ? null : reference;
    }

    /// <summary>
    /// <c>print</c> takes any number of arguments, and prints those that are undefined too, so each arrives as the set of its values.
    /// </summary>
    private CallNode Print(CallTerm call)
    {
        var parts = call.Arguments.Select(argument =>
        {
            var result = new VariableTerm(argument.Location, "$part");
            return Comprehension(new ComprehensionTerm(
                argument.Location, ComprehensionKind.Set, null, result, [new UnifyLiteral(argument.Location, result, argument, declares: true, [])]));
        });
        BuiltinRegistry.TryGet("internal.print", out var builtin);
        return new CallNode(builtin, null, [new ArrayNode([.. parts])]);
    }

    /// <summary>What a rule asks of its own metadata is known before it is evaluated.</summary>
    private ConstantNode? Metadata(CallTerm call) =>
        module.Metadata is { } metadata && Rule is { } rule && call.Arguments.Count <= 1
        && call.Target is ReferenceTerm { Head: VariableTerm { Name: "rego" }, Path: [ScalarTerm { Value: RegoString { Value: "metadata" } }, ScalarTerm { Value: RegoString kind }] }
        && kind.Value is "chain" or "rule" && _scope.Find("rego") is null && module.Resolve("rego") is null
            ? new ConstantNode(kind.Value == "chain" ? metadata.Chain(module.Module, rule) : metadata.Of(rule))
            : null;

    private bool IsPrint(CallTerm call) => call.Target is VariableTerm { Name: "print" } && _scope.Find("print") is null && module.Resolve("print") is null;

    private Replacement? Replacement(WithModifier modifier)
    {
        var (builtin, function, written) = modifier.Target is VariableTerm or ReferenceTerm ? Callee(modifier.Target) : default;
        if (builtin is not null || function is not null)
        {
            var (byBuiltin, byFunction, _) = modifier.Value is VariableTerm or ReferenceTerm ? Callee(modifier.Value) : default;
            var isRule = byBuiltin is null && byFunction is null;
            return new Replacement(RootKind.Term, [], (object?)builtin ?? function, byFunction, byBuiltin, isRule ? Term(modifier.Value) : null);
        }

        if (Term(modifier.Target) is not ReferenceNode { Head: null, Root: not RootKind.Term } target
            || !target.Path.All(p => p is ConstantNode { Value: RegoString }))
        {
            diagnostics.Add("rego_type_error", $"undefined function {written}: with keyword target must reference existing input, data, or a function", modifier.Location);
            return null;
        }

        var path = target.Path.Select(p => ((RegoString)((ConstantNode)p).Value).Value).ToList();
        if (target.Root == RootKind.Data)
        {
            var node = module.Root;
            for (var i = 0; i < path.Count && node is not null; i++)
            {
                node = node.Find(path[i]);
                if (node?.Document is not null && i < path.Count - 1)
                {
                    diagnostics.Add("rego_compile_error", "with keyword cannot partially replace virtual document(s)", modifier.Location);
                    return null;
                }
            }
        }

        return new Replacement(target.Root, path, null, null, null, Term(modifier.Value));
    }
}
