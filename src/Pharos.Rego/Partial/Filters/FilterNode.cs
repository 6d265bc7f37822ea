using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>A condition on rows.</summary>
internal abstract record FilterNode
{
    /// <summary>A comparison of a field with a value or with another field; operators are UCAST's.</summary>
    public sealed record Comparison(string Operator, FilterField Field, RegoValue? Value, FilterField? Other) : FilterNode;

    /// <summary><c>and</c>, <c>or</c>, or <c>not</c> of one.</summary>
    public sealed record Compound(string Operator, IReadOnlyList<FilterNode> Parts) : FilterNode;

    public static FilterNode Of(string @operator, IReadOnlyList<FilterNode> parts) => parts.Count == 1 ? parts[0] : new Compound(@operator, parts);
}
