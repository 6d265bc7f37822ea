using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal abstract class Term(SourceLocation location)
{
    public SourceLocation Location { get; } = location;
}

internal sealed class ScalarTerm(SourceLocation location, RegoValue value) : Term(location)
{
    public RegoValue Value { get; } = value;
}

internal sealed class VariableTerm(SourceLocation location, string name) : Term(location)
{
    public string Name { get; } = name;

    public bool IsWildcard => Name == "_";
}

/// <summary>A head and the path into it: <c>data.a[x]</c>, <c>f(x)[0]</c>.</summary>
internal sealed class ReferenceTerm(SourceLocation location, Term head, IReadOnlyList<Term> path) : Term(location)
{
    public Term Head { get; } = head;

    public IReadOnlyList<Term> Path { get; } = path;
}

internal sealed class ArrayTerm(SourceLocation location, IReadOnlyList<Term> items) : Term(location)
{
    public IReadOnlyList<Term> Items { get; } = items;
}

internal sealed class SetTerm(SourceLocation location, IReadOnlyList<Term> items) : Term(location)
{
    public IReadOnlyList<Term> Items { get; } = items;
}

internal sealed class ObjectTerm(SourceLocation location, IReadOnlyList<KeyValuePair<Term, Term>> entries) : Term(location)
{
    public IReadOnlyList<KeyValuePair<Term, Term>> Entries { get; } = entries;
}

internal enum ComprehensionKind
{
    Array,
    Set,
    Object,
}

internal sealed class ComprehensionTerm(SourceLocation location, ComprehensionKind kind, Term? key, Term value, IReadOnlyList<Literal> body)
    : Term(location)
{
    public ComprehensionKind Kind { get; } = kind;

    public Term? Key { get; } = key;

    public Term Value { get; } = value;

    public IReadOnlyList<Literal> Body { get; } = body;
}

/// <summary>A call; <see cref="Operator"/> names the builtin behind an infix operator, and is null where <see cref="Target"/> is written out.</summary>
internal sealed class CallTerm(SourceLocation location, string? @operator, Term? target, IReadOnlyList<Term> arguments) : Term(location)
{
    public string? Operator { get; } = @operator;

    public Term? Target { get; } = target;

    public IReadOnlyList<Term> Arguments { get; } = arguments;
}

/// <summary>A template string; a part is a text, or the body that gives the part its value.</summary>
internal sealed class TemplateTerm(SourceLocation location, IReadOnlyList<TemplatePart> parts) : Term(location)
{
    public IReadOnlyList<TemplatePart> Parts { get; } = parts;

    /// <summary>Whether the template stands between backticks and may span lines.</summary>
    public bool IsRaw { get; init; }
}

internal readonly record struct TemplatePart(string? Text, Term? Value, IReadOnlyList<WithModifier> Modifiers);
