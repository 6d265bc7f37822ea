using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>Turns remaining conditions into conditions on rows, and says of each that it cannot turn what stands in the way.</summary>
internal sealed class FilterTranslation(PartialOutcome.Residual residual, IReadOnlyList<FilterTarget> targets, FilterMapping mapping)
{
    public const string Code = "pe_fragment_error";

    private static readonly FilterNode Nothing = new FilterNode.Compound("and", []);

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["eq"] = "eq", ["neq"] = "ne", ["lt"] = "lt", ["lte"] = "lte", ["gt"] = "gt", ["gte"] = "gte", ["startswith"] = "startswith",
        ["endswith"] = "endswith", ["contains"] = "contains", ["internal.member_2"] = "in",
    };

    private static readonly Dictionary<string, string> Swapped = new(StringComparer.Ordinal)
    {
        ["lt"] = "gt", ["lte"] = "gte", ["gt"] = "lt", ["gte"] = "lte",
    };

    private readonly List<RegoDiagnostic> _problems = [];

    public IReadOnlyList<RegoDiagnostic> Problems => _problems;

    public FilterNode Query(PartialQuery query) => query.Literals.Count == 0 ? Nothing
        : FilterNode.Of("and", [.. query.Literals.Select((literal, i) => Condition(literal, query.Conditions[i]))]);

    private FilterNode Condition(LiteralNode literal, string text)
    {
        switch (literal)
        {
            case NotNode { Body.Literals: [TestNode { Term: CallNode { Builtin: not null } } or UnifyNode] and var inner }:
                return Unsupported("not") is { } why
                    ? Problem(literal, $"\"not\" not permitted: {why}")
                    : new FilterNode.Compound("not", [Condition(inner[0], text)]);
            case NotNode:
                return Problem(literal, "\"not\" not permitted");
            case EveryNode:
                return Problem(literal, "\"every\" not permitted");
            case WithNode:
                return Problem(literal, "\"with\" not permitted");
            case UnifyNode unify when Call(unify) is { } call:
                return Problem(literal, InvalidCall(call, text));
            case UnifyNode unify:
                return Compare(literal, "eq", unify.Left, unify.Right);
            case TestNode { Term: CallNode { Builtin: { } builtin } call } when Operators.ContainsKey(builtin.Name):
                return Compare(literal, builtin.Name, call.Arguments[0], call.Arguments[1]);
            case TestNode { Term: CallNode call }:
                return Problem(literal, InvalidCall(call, text));
            case TestNode { Term: ReferenceNode { Root: RootKind.Data } reference }:
                return Problem(literal, Support(reference) ?? $"invalid data reference \"{text}\": has rule \"{text}\" an `else`?");
            default:
                return Problem(literal, $"invalid statement \"{text}\": try `{text} != false`");
        }
    }

    private static CallNode? Call(UnifyNode unify) => unify.Right as CallNode ?? unify.Left as CallNode;

    private static string InvalidCall(CallNode call, string text) => call switch
    {
        { Builtin: null } when Support(call) => "\"not\" not permitted on a rule with variables of its own",
        { Builtin: null } => $"invalid data reference \"{text}\": has function \"{call.Function!.Node.FullName}(...)\" an `else` or `default`?",
        { Builtin.Name: "internal.member_3" } => "invalid use of \"... in ...\"",
        _ => $"invalid builtin `{call.Builtin.Name}`",
    };

    private static bool Support(CallNode call) => call.Function!.Node.Name.StartsWith("__not", StringComparison.Ordinal);

    private FilterNode Compare(LiteralNode literal, string builtin, TermNode left, TermNode right)
    {
        var shown = builtin == "internal.member_2" ? "in" : builtin;
        var missing = targets.Where(t => !t.HasBuiltin(builtin)).Select(t => t.Display).ToList();
        if (missing.Count > 0)
        {
            return Problem(literal, $"invalid builtin `{shown}`: unsupported for {string.Join(", ", missing)}");
        }

        foreach (var operand in new[] { left, right })
        {
            if (operand is CallNode or ComprehensionNode)
            {
                return Problem(literal, $"{shown}: nested call operand: {NodeText.Identity.Term(operand)}");
            }

            if (operand is ReferenceNode { Root: RootKind.Data } rule && Support(rule) is { } used)
            {
                return Problem(literal, used);
            }

            if (operand is ReferenceNode reference && Field(reference) is null)
            {
                return Problem(literal, $"{shown}: invalid ref operand: {NodeText.Identity.Term(reference)}");
            }
        }

        var mustBeFirst = builtin is "startswith" or "endswith" or "contains" or "internal.member_2";
        if (mustBeFirst && left is not ReferenceNode)
        {
            return Problem(literal, $"rhs of {shown} must be known");
        }

        var operation = Operators[builtin];
        return (left, right) switch
        {
            (ReferenceNode a, ReferenceNode b) when !mustBeFirst => Unsupported("field-ref") is { } why
                ? Problem(literal, $"reference to field: {why}")
                : new FilterNode.Comparison(operation, Field(a)!, null, Field(b)),
            (ReferenceNode a, ConstantNode b) => Compare(literal, operation, Field(a)!, b.Value),
            (ConstantNode a, ReferenceNode b) => Compare(literal, Swapped.GetValueOrDefault(operation, operation), Field(b)!, a.Value),
            (SlotNode, ReferenceNode b) when builtin == "eq" => Exists(literal, b),
            (ReferenceNode a, SlotNode) when builtin == "eq" => Exists(literal, a),
            _ => Problem(literal, "both rhs and lhs non-scalar/non-ground"),
        };
    }

    private FilterNode Compare(LiteralNode literal, string operation, FilterField field, RegoValue value) => (operation, value) switch
    {
        ("in", RegoArray or RegoSet or RegoObject) when Members(value) is { } members => new FilterNode.Comparison(operation, field, members, null),
        ("in", _) => Problem(literal, "rhs of in must be a collection of scalars"),
        ("startswith" or "endswith" or "contains", not RegoString) => Problem(literal, $"rhs of {operation} must be a string"),
        ("lt" or "lte" or "gt" or "gte", RegoNull) => Problem(literal, "null can only be compared with == and !="),
        (_, RegoArray or RegoSet or RegoObject) => Problem(literal, "both rhs and lhs non-scalar/non-ground"),
        _ => new FilterNode.Comparison(operation, field, value, null),
    };

    private static RegoArray? Members(RegoValue collection)
    {
        IEnumerable<RegoValue> members = collection switch
        {
            RegoArray array => array,
            RegoSet set => set,
            _ => ((RegoObject)collection).Select(e => e.Value),
        };
        var list = RegoArray.From(members);
        return list.All(m => m is not (RegoArray or RegoSet or RegoObject)) ? list : null;
    }

    private FilterNode Exists(LiteralNode literal, ReferenceNode reference) => Unsupported("existence-ref") is { } why
        ? Problem(literal, $"existence of field: {why}")
        : new FilterNode.Comparison("ne", Field(reference)!, RegoNull.Instance, null);

    private FilterField? Field(ReferenceNode reference) =>
        reference.Root == RootKind.Input && reference.Path.Count > 0 && reference.Path.All(p => p is ConstantNode { Value: RegoString })
            ? mapping.Field([.. reference.Path.Select(p => ((RegoString)((ConstantNode)p).Value).Value)])
            : null;

    private string? Support(ReferenceNode reference)
    {
        var text = NodeText.Identity.Term(reference);
        if (text.Contains(".__not", StringComparison.Ordinal))
        {
            return "\"not\" not permitted";
        }

        foreach (var module in residual.Support)
        {
            var package = "data." + module.Source[8..module.Source.IndexOf('\n', StringComparison.Ordinal)] + ".";
            if (text.StartsWith(package, StringComparison.Ordinal))
            {
                var rule = text[package.Length..];
                var original = "data" + package[package.IndexOf('.', 5)..] + rule;
                return module.Source.Contains($"\ndefault {rule} ", StringComparison.Ordinal) ? $"use of default rule in {original}" : $"use of multi-value rule in {original}";
            }
        }

        return null;
    }

    private string? Unsupported(string feature)
    {
        var missing = targets.Where(t => !t.Supports(feature)).Select(t => t.Display).ToList();
        return missing.Count == 0 ? null : $"unsupported feature \"{feature}\" for {string.Join(", ", missing)}";
    }

    private FilterNode Problem(LiteralNode literal, string message)
    {
        var at = literal.Location.File is null ? default : literal.Location;
        _problems.Add(new RegoDiagnostic(Code, message, at.File ?? "", at.Row, at.Column));
        return Nothing;
    }
}
