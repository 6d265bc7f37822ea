using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>A place of a program that events are about: a rule, a body or an expression.</summary>
internal sealed class TracePoint(string kind, SourceLocation location, Func<string> text, Func<RegoValue> node)
{
    private string? _text;
    private RegoValue? _node;

    /// <summary><c>rule</c>, <c>body</c> or <c>expr</c>.</summary>
    public string Kind { get; } = kind;

    public SourceLocation Location { get; } = location;

    /// <summary>The expression as Rego, or the reference of a rule.</summary>
    public string Text => _text ??= text();

    /// <summary>The place as OPA's syntax tree.</summary>
    public RegoValue Node => _node ??= node();

    public bool IsUnification { get; init; }
}
