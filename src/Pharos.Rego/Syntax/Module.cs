namespace Pharos.Rego.Syntax;

internal sealed record Module(
    string File,
    SourceLocation PackageLocation,
    IReadOnlyList<string> Package,
    IReadOnlyList<Import> Imports,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<Annotation> Annotations)
{
    /// <summary>Whether the rules of v1 hold, because the module is of that dialect or imports <c>rego.v1</c>.</summary>
    public bool HoldsToV1 { get; init; } = true;

    /// <summary>Every comment, in the order of the rows.</summary>
    public IReadOnlyList<Comment> Comments { get; init; } = [];
}

/// <summary>A comment: where its hash sign stands, and the text behind it.</summary>
internal readonly record struct Comment(int Row, int Column, string Text);

/// <summary>An import; <see cref="Path"/> starts with <c>data</c>, <c>input</c>, <c>rego</c> or <c>future</c>.</summary>
internal sealed record Import(SourceLocation Location, IReadOnlyList<string> Path, string? Alias)
{
    public string Name => Alias ?? Path[^1];
}

/// <summary>A <c># METADATA</c> block as written, and the row of the statement it stands above (0 where none follows).</summary>
internal sealed record Annotation(int Row, string Yaml, int StatementRow);

internal enum RuleKind
{
    /// <summary>One value: <c>p := v</c>, also at a reference with variables: <c>p[x].q := v</c>.</summary>
    Value,

    /// <summary>A member of a set: <c>p contains v</c>.</summary>
    Contains,

    Function,
}

internal sealed record Rule(
    SourceLocation Location,
    RuleKind Kind,
    bool IsDefault,
    string Name,
    IReadOnlyList<Term> Path,
    IReadOnlyList<Term> Parameters,
    Term? Value,
    IReadOnlyList<Literal> Body,
    Rule? Else)
{
    /// <summary>Whether the value is written with <c>:=</c> and not with <c>=</c>.</summary>
    public bool Assigns { get; init; }

    /// <summary>Whether the value is written at all, and does not merely follow from a body that holds.</summary>
    public bool HasValue { get; init; }
}
