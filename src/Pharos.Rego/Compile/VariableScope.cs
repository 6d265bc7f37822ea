namespace Pharos.Rego.Compile;

/// <summary>The variables of one body; closures look through to the bodies around them.</summary>
internal sealed class VariableScope(VariableScope? parent)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public VariableScope? Parent { get; } = parent;

    public IEnumerable<KeyValuePair<string, int>> Variables => _slots;

    public int? Find(string name) => _slots.TryGetValue(name, out var slot) ? slot : Parent?.Find(name);

    public bool IsDeclaredHere(string name) => _declared.Contains(name);

    public void Declare(string name, int slot)
    {
        _slots[name] = slot;
        _declared.Add(name);
    }

    public void Add(string name, int slot) => _slots[name] = slot;
}
