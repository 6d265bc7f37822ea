using Pharos.Rego.Compile;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

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

    /// <summary>The conditions as OPA's syntax tree.</summary>
    public RegoArray ToJson() => Conditions.Count == 0 ? RegoArray.Empty : AstJson.Of(Parser.ParseQuery(ToString()).Body);

    /// <summary>The query as Rego; empty where it always holds.</summary>
    public override string ToString() => string.Join("; ", Conditions);
}
