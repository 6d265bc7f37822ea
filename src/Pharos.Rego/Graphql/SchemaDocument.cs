namespace Pharos.Rego.Graphql;

/// <summary>The comments around a definition.</summary>
internal readonly record struct DefinitionComments(IReadOnlyList<string> BeforeDescription, IReadOnlyList<string> AfterDescription, IReadOnlyList<string> End)
{
    public static DefinitionComments None { get; } = new([], [], []);
}

/// <summary>A field, an input field or an argument: the latter two have a default value, the first has arguments.</summary>
internal sealed record FieldDefinition(
    string Description, string Name, IReadOnlyList<FieldDefinition> Arguments, GraphqlValue? Default, TypeReference Type,
    IReadOnlyList<Directive> Directives, GraphqlPosition Position)
{
    public DefinitionComments Comments { get; init; } = DefinitionComments.None;
}

internal sealed record EnumValueDefinition(string Description, string Name, IReadOnlyList<Directive> Directives, GraphqlPosition Position)
{
    public DefinitionComments Comments { get; init; } = DefinitionComments.None;
}

/// <summary>A definition of a type, or an extension of one; <see cref="Kind"/> is <c>SCALAR</c>, <c>OBJECT</c> and so on.</summary>
internal sealed record TypeDefinition(string Kind, string Description, string Name, GraphqlPosition Position)
{
    public IReadOnlyList<Directive> Directives { get; init; } = [];

    public IReadOnlyList<string> Interfaces { get; init; } = [];

    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<EnumValueDefinition> EnumValues { get; init; } = [];

    public bool IsBuiltIn { get; init; }

    public DefinitionComments Comments { get; init; } = DefinitionComments.None;

    public bool IsLeaf => Kind is "ENUM" or "SCALAR";

    public bool IsComposite => Kind is "OBJECT" or "INTERFACE" or "UNION";

    public bool IsInput => Kind is "SCALAR" or "ENUM" or "INPUT_OBJECT";

    public FieldDefinition? Field(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

internal sealed record DirectiveDefinition(
    string Description, string Name, IReadOnlyList<FieldDefinition> Arguments, IReadOnlyList<string> Locations, bool IsRepeatable, GraphqlPosition Position)
{
    public DefinitionComments Comments { get; init; } = DefinitionComments.None;
}

internal sealed record RootDefinition(string Operation, string Type, GraphqlPosition Position)
{
    public IReadOnlyList<string> Comments { get; init; } = [];
}

internal sealed record SchemaDefinition(
    string Description, IReadOnlyList<Directive> Directives, IReadOnlyList<RootDefinition> Roots, GraphqlPosition Position)
{
    public DefinitionComments Comments { get; init; } = DefinitionComments.None;
}

internal sealed record SchemaDocument(
    IReadOnlyList<SchemaDefinition> Schema,
    IReadOnlyList<SchemaDefinition> SchemaExtensions,
    IReadOnlyList<DirectiveDefinition> Directives,
    IReadOnlyList<TypeDefinition> Definitions,
    IReadOnlyList<TypeDefinition> Extensions)
{
    /// <summary>The comments behind the last definition.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];
}
