namespace Pharos.Rego.Evaluate;

/// <summary>Where a reference starts.</summary>
internal enum RootKind
{
    Term,
    Input,
    Data,
}

/// <summary>A place in the tree of packages and rules under <c>data</c>.</summary>
internal sealed class VirtualNode(VirtualNode? parent, string name)
{
    public VirtualNode? Parent { get; } = parent;

    public string Name { get; } = name;

    public Dictionary<string, VirtualNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The document that the rules at and below this place make up together.</summary>
    public RuleDocument? Document { get; set; }

    public FunctionDocument? Function { get; set; }

    public string FullName => Parent is null ? "data" : $"{Parent.FullName}.{Name}";

    public VirtualNode Descend(string name)
    {
        if (!Children.TryGetValue(name, out var child))
        {
            child = new VirtualNode(this, name);
            Children.Add(name, child);
        }

        return child;
    }

    public VirtualNode? Find(string name) => Children.GetValueOrDefault(name);
}
