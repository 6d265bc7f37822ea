namespace Pharos.Rego.Partial.Filters;

/// <summary>What a data filter is written in, with what that can express.</summary>
public sealed record FilterTarget
{
    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal) { "eq", "neq", "lt", "lte", "gt", "gte" };
    private static readonly HashSet<string> WithMembers = new(Comparisons, StringComparer.Ordinal) { "internal.member_2" };
    private static readonly HashSet<string> Everything = new(WithMembers, StringComparer.Ordinal) { "startswith", "endswith", "contains" };

    private FilterTarget(string name, string display, HashSet<string> builtins, params string[] features)
    {
        Name = name;
        Display = display;
        Builtins = builtins;
        Features = features.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Every target.</summary>
    public static IReadOnlyList<FilterTarget> All { get; } =
    [
        new("ucast+all", "UCAST (all)", Everything, "not", "field-ref"),
        new("ucast+minimal", "UCAST", Comparisons),
        new("ucast+linq", "UCAST (LINQ)", WithMembers),
        new("ucast+prisma", "UCAST (prisma)", Everything, "not", "existence-ref"),
        new("sql+sqlserver", "SQL (sqlserver)", Everything, "not", "field-ref", "existence-ref"),
        new("sql+mysql", "SQL (mysql)", Everything, "not", "field-ref", "existence-ref"),
        new("sql+postgresql", "SQL (postgresql)", Everything, "not", "field-ref", "existence-ref"),
        new("sql+sqlite", "SQL (sqlite)", Everything, "not", "field-ref", "existence-ref"),
    ];

    /// <summary>The name in requests, for example <c>sql+postgresql</c>.</summary>
    public string Name { get; }

    /// <summary>The media type that asks for it, for example <c>application/vnd.opa.sql.postgresql+json</c>.</summary>
    public string MediaType => $"application/vnd.opa.{Name.Replace('+', '.')}+json";

    /// <summary>Whether filters are SQL text; else they are UCAST documents.</summary>
    public bool IsSql => Name.StartsWith("sql+", StringComparison.Ordinal);

    /// <summary>The dialect or variant, for example <c>postgresql</c>.</summary>
    public string Variant => Name[(Name.IndexOf('+', StringComparison.Ordinal) + 1)..];

    internal string Display { get; }

    private HashSet<string> Builtins { get; }

    private HashSet<string> Features { get; }

    /// <summary>The target of a name such as <c>ucast+prisma</c>; null where there is none.</summary>
    public static FilterTarget? Named(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool HasBuiltin(string builtin) => Builtins.Contains(builtin);

    internal bool Supports(string feature) => Features.Contains(feature);
}
