using Pharos.Rego.Evaluate;

namespace Pharos.Rego.Compile;

/// <summary>
/// Finds the documents that no input, clock or chance can change, so that their values are worth keeping with the program, and the functions
/// whose results are worth remembering within a query.
/// </summary>
internal sealed class ConstancyCheck
{
    private readonly Dictionary<object, List<object>> _users = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _varying = [];
    private readonly List<object> _noting = [];
    private readonly List<RuleDocument> _documents = [];
    private readonly List<FunctionDocument> _costly = [];

    public void Add(object entry, RuleCompiler compiler)
    {
        if (compiler.Varies)
        {
            _varying.Add(entry);
        }

        if (compiler.Notes)
        {
            _noting.Add(entry);
        }

        if (entry is RuleDocument document)
        {
            _documents.Add(document);
        }
        else if (entry is FunctionDocument function && compiler.IsCostly)
        {
            _costly.Add(function);
        }

        foreach (var used in compiler.Dependencies)
        {
            if (!_users.TryGetValue(used, out var users))
            {
                _users.Add(used, users = []);
            }

            users.Add(entry);
        }
    }

    public void Run()
    {
        var varying = WithUsers(_varying);
        foreach (var document in _documents)
        {
            document.IsInvariant = !varying.Contains(document);
        }

        // What a function notes or prints is told at every call, as it is written.
        var noting = WithUsers(_noting);
        foreach (var function in _costly)
        {
            function.IsRemembered = !noting.Contains(function);
        }
    }

    private HashSet<object> WithUsers(List<object> entries)
    {
        var found = new HashSet<object>(entries, ReferenceEqualityComparer.Instance);
        var open = new Queue<object>(entries);
        while (open.TryDequeue(out var entry))
        {
            foreach (var user in _users.GetValueOrDefault(entry) ?? [])
            {
                if (found.Add(user))
                {
                    open.Enqueue(user);
                }
            }
        }

        return found;
    }
}
