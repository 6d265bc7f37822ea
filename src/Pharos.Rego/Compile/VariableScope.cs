namespace Pharos.Rego.Compile;

/// <summary>The variables of one body; closures look through to the bodies around them.</summary>
internal sealed class VariableScope(VariableScope? parent)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _referenced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);

    public VariableScope? Parent { get; } = parent;

    /// <summary>Whether this scope holds the parameters of a function.</summary>
    public bool IsParameters => Parent is null;

    public IEnumerable<KeyValuePair<string, int>> Variables => _slots;

    /// <summary>Whether an earlier statement of this body used the name in another meaning.</summary>
    public bool IsReferencedAbove(string name) => _referenced.Contains(name);

    public void Reference(string name) => _pending.Add(name);

    /// <summary>Ends a statement: its own use of a name on the right does not forbid it to declare that name.</summary>
    public void EndStatement()
    {
        _referenced.UnionWith(_pending);
        _pending.Clear();
    }

    public int? Find(string name) => _slots.TryGetValue(name, out var slot) ? slot : Parent?.Find(name);

    public bool IsDeclaredHere(string name) => _declared.ContainsKey(name);

    /// <summary>How this body declared the name: it was <c>declared</c> or <c>assigned</c>; null where it was not.</summary>
    public string? DeclaredHow(string name) => _declared.GetValueOrDefault(name);

    public void Declare(string name, int slot, string how = "declared")
    {
        _slots[name] = slot;
        _declared[name] = how;
    }

    public void Add(string name, int slot) => _slots[name] = slot;
}
