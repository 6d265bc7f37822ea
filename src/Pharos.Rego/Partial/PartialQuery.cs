using Pharos.Rego.Compile;

namespace Pharos.Rego;

/// <summary>Conditions that remain of a query, all of which must hold; none is a query that always holds.</summary>
public sealed class PartialQuery
{
    internal PartialQuery(IReadOnlyList<LiteralNode> literals, IReadOnlyList<string> conditions)
    {
        Literals = literals;
        Conditions = conditions;
    }

    /// <summary>The conditions as Rego.</summary>
    public IReadOnlyList<string> Conditions { get; }

    internal IReadOnlyList<LiteralNode> Literals { get; }

    /// <summary>The query as Rego; empty where it always holds.</summary>
    public override string ToString() => string.Join("; ", Conditions);
}
