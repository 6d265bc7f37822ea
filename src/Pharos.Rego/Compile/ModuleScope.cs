using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>The names that a module sees beside its variables: rules of its package and imports.</summary>
internal sealed class ModuleScope(Module module, IReadOnlySet<string> ruleNames, VirtualNode root, MetadataSet? metadata = null)
{
    private readonly Dictionary<string, Import> _imports = module.Imports
        .Where(i => i.Path[0] is "data" or "input")
        .GroupBy(i => i.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    public Module Module { get; } = module;

    public VirtualNode Root { get; } = root;

    /// <summary>What the modules say of themselves and their rules; null for a query.</summary>
    public MetadataSet? Metadata { get; } = metadata;

    /// <summary>What the host adds to the builtins.</summary>
    public required IReadOnlyList<Builtin> Builtins { get; init; }

    /// <summary>What evaluates calls beforehand whose arguments are constants.</summary>
    public ConstantCalls ConstantCalls { get; init; } = new();

    /// <summary>The builtin of a name, the language's own before the host's.</summary>
    public Builtin? BuiltinNamed(string name) =>
        BuiltinRegistry.TryGet(name, out var builtin) ? builtin : Builtins.FirstOrDefault(b => b.Name == name);

    /// <summary>The root and path that a name stands for where it is no variable.</summary>
    public (RootKind Root, IReadOnlyList<string> Path)? Resolve(string name)
    {
        // A module of the earlier dialect may give the roots' names a meaning of its own.
        if (_imports.TryGetValue(name, out var import))
        {
            return (import.Path[0] == "input" ? RootKind.Input : RootKind.Data, [.. import.Path.Skip(1)]);
        }

        if (ruleNames.Contains(name))
        {
            return (RootKind.Data, [.. Module.Package, name]);
        }

        return name switch
        {
            "input" => (RootKind.Input, []),
            "data" => (RootKind.Data, []),
            _ => null,
        };
    }
}
