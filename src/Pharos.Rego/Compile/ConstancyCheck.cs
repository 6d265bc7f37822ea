using Pharos.Rego.Evaluate;

namespace Pharos.Rego.Compile;

/// <summary>Finds the documents that no input, clock or chance can change, so that their values are worth keeping with the program.</summary>
internal sealed class ConstancyCheck
{
    private readonly Dictionary<object, List<object>> _users = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<object> _varying = new();
    private readonly List<RuleDocument> _documents = [];

    public void Add(object entry, RuleCompiler compiler)
    {
        if (compiler.Varies)
        {
            _varying.Enqueue(entry);
        }

        if (entry is RuleDocument document)
        {
            _documents.Add(document);
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
        var varying = new HashSet<object>(_varying, ReferenceEqualityComparer.Instance);
        while (_varying.TryDequeue(out var entry))
        {
            foreach (var user in _users.GetValueOrDefault(entry) ?? [])
            {
                if (varying.Add(user))
                {
                    _varying.Enqueue(user);
                }
            }
        }

        foreach (var document in _documents)
        {
            document.IsInvariant = !varying.Contains(document);
        }
    }
}
