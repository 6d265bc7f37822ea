using Pharos.Rego.Values;

namespace Pharos.Rego.Graphql;

internal static partial class GraphqlJson
{
    private static RegoObject Of(SchemaDefinition schema) => Fields(
        ("Description", Text(schema.Description)),
        ("Directives", List(schema.Directives, Of)),
        ("OperationTypes", List(schema.Roots, static r => Fields(("Operation", Text(r.Operation)), ("Type", Text(r.Type))))));

    private static RegoObject Of(TypeDefinition type) => Fields(
        ("Kind", Text(type.Kind)),
        ("Description", Text(type.Description)),
        ("Name", Text(type.Name)),
        ("Directives", List(type.Directives, Of)),
        ("Interfaces", List(type.Interfaces, Text)),
        ("Fields", List(type.Fields, Of)),
        ("Types", List(type.Types, Text)),
        ("EnumValues", List(type.EnumValues, Of)),
        ("BuiltIn", RegoBoolean.Of(type.IsBuiltIn)));

    private static RegoObject Of(FieldDefinition field) => Fields(
        ("Description", Text(field.Description)),
        ("Name", Text(field.Name)),
        ("Arguments", List(field.Arguments, Of)),
        ("DefaultValue", field.Default is null ? null : Of(field.Default)),
        ("Type", Of(field.Type)),
        ("Directives", List(field.Directives, Of)));

    private static RegoObject Of(EnumValueDefinition value) => Fields(
        ("Description", Text(value.Description)),
        ("Name", Text(value.Name)),
        ("Directives", List(value.Directives, Of)));

    private static RegoObject Of(DirectiveDefinition directive) => Fields(
        ("Description", Text(directive.Description)),
        ("Name", Text(directive.Name)),
        ("Arguments", List(directive.Arguments, Of)),
        ("Locations", List(directive.Locations, Text)),
        ("IsRepeatable", RegoBoolean.Of(directive.IsRepeatable)));
}
