using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile.Types;

/// <summary>
/// Checks the types of all rules, a rule after those that it uses. What is not known for certain can be anything, so nothing is refused that
/// could have a value.
/// </summary>
internal sealed class ProgramTypes(VirtualNode root, Diagnostics diagnostics)
{
    private readonly Dictionary<object, (IReadOnlyList<TypedRule> Rules, IReadOnlySet<object> Uses)> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, RegoType> _types = new(ReferenceEqualityComparer.Instance);

    public void Add(object entry, IReadOnlyList<TypedRule> rules, IReadOnlySet<object> uses) => _entries.Add(entry, (rules, uses));

    public void Run()
    {
        foreach (var entry in _entries.Keys)
        {
            Check(entry);
        }
    }

    /// <summary>The type of a document or of what a function gives; anything while it is not known.</summary>
    public RegoType Of(object entry) => _types.GetValueOrDefault(entry, RegoType.Any);

    /// <summary>The type at a reference below <c>data</c>, and how much of the path was needed to find its document.</summary>
    public (RegoType Type, int Used) At(IReadOnlyList<TermNode> path)
    {
        var node = root;
        for (var i = 0; i < path.Count; i++)
        {
            if (path[i] is not ConstantNode { Value: RegoString name } || node.Find(name.Value) is not { } child)
            {
                break;
            }

            node = child;
            if (node.Document is { } document)
            {
                return (Of(document), i + 1);
            }
        }

        return (RegoType.Any, path.Count);
    }

    /// <summary>Depth-first with a stack of its own, because a chain of rules may be as long as the policy.</summary>
    private void Check(object start)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(object Entry, bool Opened)>();
        stack.Push((start, false));
        while (stack.TryPop(out var top))
        {
            if (top.Opened)
            {
                _types.TryAdd(top.Entry, Infer(top.Entry));
            }
            else if (!_types.ContainsKey(top.Entry) && seen.Add(top.Entry) && _entries.TryGetValue(top.Entry, out var found))
            {
                stack.Push((top.Entry, true));
                foreach (var use in found.Uses)
                {
                    stack.Push((use, false));
                }
            }
        }
    }

    private RegoType Infer(object entry)
    {
        var values = new List<RegoType>();
        foreach (var rule in _entries[entry].Rules)
        {
            values.Add(new BodyTypes(this, diagnostics).Rule(rule));
        }

        var type = values.Count == 0 ? RegoType.Any : RegoType.OneOf(values);
        return entry switch
        {
            RuleDocument { Kind: DocumentKind.Tree } => RegoType.Any,
            RuleDocument { Kind: DocumentKind.Set } => new SetType(type),
            _ => type,
        };
    }
}
