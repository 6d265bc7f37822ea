namespace Pharos.Rego.Graphql;

/// <summary>A field, an input field or an argument: the latter two have a default value, the first has arguments.</summary>
internal sealed record FieldDefinition(
    string Description, string Name, IReadOnlyList<FieldDefinition> Arguments, GraphqlValue? Default, TypeReference Type,
    IReadOnlyList<Directive> Directives, GraphqlPosition Position);

internal sealed record EnumValueDefinition(string Description, string Name, IReadOnlyList<Directive> Directives, GraphqlPosition Position);

/// <summary>A definition of a type, or an extension of one; <see cref="Kind"/> is <c>SCALAR</c>, <c>OBJECT</c> and so on.</summary>
internal sealed record TypeDefinition(string Kind, string Description, string Name, GraphqlPosition Position)
{
    public IReadOnlyList<Directive> Directives { get; init; } = [];

    public IReadOnlyList<string> Interfaces { get; init; } = [];

    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<EnumValueDefinition> EnumValues { get; init; } = [];

    public bool IsBuiltIn { get; init; }

    public bool IsLeaf => Kind is "ENUM" or "SCALAR";

    public bool IsComposite => Kind is "OBJECT" or "INTERFACE" or "UNION";

    public bool IsInput => Kind is "SCALAR" or "ENUM" or "INPUT_OBJECT";

    public FieldDefinition? Field(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

internal sealed record DirectiveDefinition(
    string Description, string Name, IReadOnlyList<FieldDefinition> Arguments, IReadOnlyList<string> Locations, bool IsRepeatable, GraphqlPosition Position);

internal sealed record RootDefinition(string Operation, string Type, GraphqlPosition Position);

internal sealed record SchemaDefinition(
    string Description, IReadOnlyList<Directive> Directives, IReadOnlyList<RootDefinition> Roots, GraphqlPosition Position);

internal sealed record SchemaDocument(
    IReadOnlyList<SchemaDefinition> Schema,
    IReadOnlyList<SchemaDefinition> SchemaExtensions,
    IReadOnlyList<DirectiveDefinition> Directives,
    IReadOnlyList<TypeDefinition> Definitions,
    IReadOnlyList<TypeDefinition> Extensions);
