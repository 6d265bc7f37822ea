using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>The rules that remaining queries refer to, by package.</summary>
internal sealed class SupportRules(string root, VariableNames names)
{
    private readonly SortedDictionary<string, List<string>> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<object, bool> _built = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _building = new(ReferenceEqualityComparer.Instance);
    private int _negations;

    public NodeText Text { get; } = new(names.Of);

    public IReadOnlyList<RegoModule> Modules => [.. _packages.Select(p => new RegoModule(
        p.Key.Replace('.', '/') + ".rego", $"package {p.Key}\n\n{string.Join("\n\n", p.Value)}\n"))];

    /// <summary>Marks a document or function as supported; false where it already is.</summary>
    public bool Begin(object owner) => _built.TryAdd(owner, false);

    /// <summary>Whether any rule remains of a document.</summary>
    public bool HasRules(object owner) => _built.GetValueOrDefault(owner);

    public bool IsBuilding(object owner) => _building.Contains(owner);

    public void Enter(object owner) => _building.Add(owner);

    public void Leave(object owner) => _building.Remove(owner);

    /// <summary>Adds a rule of a document or function.</summary>
    public void Add(object owner, RuleTemplate rule, string head, IReadOnlyList<LiteralNode> body)
    {
        _built[owner] |= !rule.IsDefault;
        var package = Text.Path(rule.Source.Scope.Module.Package.Select(n => new ConstantNode(RegoString.Of(n))));
        Add(root + package, head, body);
    }

    /// <summary>Adds a rule that stands for what is negated, with the variables it needs as arguments.</summary>
    public TermNode Negation(IReadOnlyList<IReadOnlyList<LiteralNode>> ways, IReadOnlyList<int> arguments)
    {
        var name = $"__not{++_negations}__";
        var head = arguments.Count == 0 ? name : $"{name}({Text.List(arguments.Select(a => new SlotNode(a)))})";
        foreach (var way in ways)
        {
            Add(root, head + " := true", way);
        }

        if (arguments.Count == 0)
        {
            return Reference([RegoString.Of(name)]);
        }

        var node = new VirtualNode(null, "data").Descend(root).Descend(name);
        return new CallNode(null, new FunctionDocument(node, arguments.Count), [.. arguments.Select(a => new SlotNode(a))]);
    }

    public ReferenceNode Reference(IEnumerable<RegoValue> path) =>
        new(RootKind.Data, null, [.. path.Prepend(RegoString.Of(root)).Select(p => new ConstantNode(p))]);

    /// <summary>The function of the support rules that stands for one of the program.</summary>
    public FunctionDocument Function(FunctionDocument function, IEnumerable<RegoValue> path)
    {
        var node = path.Aggregate(new VirtualNode(null, "data").Descend(root), (at, name) => at.Descend(((RegoString)name).Value));
        return new FunctionDocument(node, function.Arity);
    }

    private void Add(string package, string head, IReadOnlyList<LiteralNode> body)
    {
        if (!_packages.TryGetValue(package, out var rules))
        {
            _packages.Add(package, rules = []);
        }

        var text = body.Count == 0 ? head : $"{head} if {{\n{string.Concat(body.Select(l => $"\t{Text.Literal(l)}\n"))}}}";
        if (!rules.Contains(text, StringComparer.Ordinal))
        {
            rules.Add(text);
        }
    }
}
