using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

/// <summary>One schema with its keywords; filled while compiling and not changed after.</summary>
internal sealed class SchemaNode
{
    /// <summary>A schema that is merely true or false.</summary>
    public bool? Fixed { get; set; }

    /// <summary>The schema that <c>$ref</c> names.</summary>
    public SchemaNode? Reference { get; set; }

    /// <summary>Whether the other keywords count beside <c>$ref</c>.</summary>
    public bool ReferenceHasSiblings { get; set; }

    public List<string> Types { get; } = [];

    public SortedDictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    public List<(Func<string, bool> Matches, SchemaNode Schema)> PatternProperties { get; } = [];

    /// <summary>What properties that nothing else describes must match.</summary>
    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public SortedDictionary<string, IReadOnlyList<string>> RequiredWith { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SchemaNode> SchemaWith { get; } = new(StringComparer.Ordinal);

    /// <summary>The schemas of the first items.</summary>
    public List<SchemaNode> FirstItems { get; } = [];

    /// <summary>The schema of the items behind the first ones.</summary>
    public SchemaNode? OtherItems { get; set; }

    public RegoNumber? MultipleOf { get; set; }

    public RegoNumber? Minimum { get; set; }

    public RegoNumber? Maximum { get; set; }

    public RegoNumber? ExclusiveMinimum { get; set; }

    public RegoNumber? ExclusiveMaximum { get; set; }

    public long? MinLength { get; set; }

    public long? MaxLength { get; set; }

    public string? Pattern { get; set; }

    public Func<string, bool>? Matches { get; set; }

    public string? Format { get; set; }

    public long? MinProperties { get; set; }

    public long? MaxProperties { get; set; }

    public List<string> Required { get; } = [];

    public long? MinItems { get; set; }

    public long? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    public SchemaNode? Contains { get; set; }

    public long MinContains { get; set; } = 1;

    public long? MaxContains { get; set; }

    public RegoValue? Constant { get; set; }

    public IReadOnlyList<RegoValue>? Enumeration { get; set; }

    public List<SchemaNode> OneOf { get; } = [];

    public List<SchemaNode> AnyOf { get; } = [];

    public List<SchemaNode> AllOf { get; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }
}
