using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>Refuses rules that need their own value: their evaluation would have no end.</summary>
internal sealed class RecursionCheck(Diagnostics diagnostics)
{
    private readonly Dictionary<object, (string Name, SourceLocation Location, HashSet<object> Uses)> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, bool> _finished = new(ReferenceEqualityComparer.Instance);

    public void Add(object entry, string name, SourceLocation location, HashSet<object> uses) => _entries.Add(entry, (name, location, uses));

    public void Run()
    {
        foreach (var entry in _entries.Keys)
        {
            Visit(entry);
        }
    }

    /// <summary>Depth-first with a stack of its own, because a chain of rules may be as long as the policy.</summary>
    private void Visit(object start)
    {
        if (_finished.ContainsKey(start))
        {
            return;
        }

        var path = new List<(object Entry, IEnumerator<object> Uses)>();
        void Open(object entry)
        {
            _finished[entry] = false;
            path.Add((entry, _entries[entry].Uses.GetEnumerator()));
        }

        Open(start);
        while (path.Count > 0)
        {
            var (entry, uses) = path[^1];
            if (!uses.MoveNext())
            {
                _finished[entry] = true;
                path.RemoveAt(path.Count - 1);
                continue;
            }

            var next = uses.Current;
            if (!_entries.ContainsKey(next) || (ReferenceEquals(next, entry) && entry is RuleDocument { Kind: DocumentKind.Tree, Rules.Length: > 1 }))
            {
                // Rules at several paths of one document may use each other; a true circle among them is found when evaluating.
                continue;
            }

            if (!_finished.TryGetValue(next, out var finished))
            {
                Open(next);
            }
            else if (!finished)
            {
                var from = path.FindIndex(p => ReferenceEquals(p.Entry, next));
                var circle = path.Skip(from).Select(p => _entries[p.Entry].Name).Append(_entries[next].Name);
                diagnostics.Add("rego_recursion_error", $"rule {_entries[next].Name} is recursive: {string.Join(" -> ", circle)}", _entries[next].Location);
            }
        }
    }
}
