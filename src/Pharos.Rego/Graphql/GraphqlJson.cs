using Pharos.Rego.Values;

namespace Pharos.Rego.Graphql;

/// <summary>GraphQL documents in the shape that OPA gives them: no positions, and neither nulls nor empty lists.</summary>
internal static partial class GraphqlJson
{
    public static RegoObject Of(QueryDocument document) => Fields(
        ("Operations", List(document.Operations, Of)),
        ("Fragments", List(document.Fragments, Of)));

    public static RegoObject Of(SchemaDocument document) => Fields(
        ("Schema", List(document.Schema, Of)),
        ("SchemaExtension", List(document.SchemaExtensions, Of)),
        ("Directives", List(document.Directives, Of)),
        ("Definitions", List(document.Definitions, Of)),
        ("Extensions", List(document.Extensions, Of)));

    private static RegoObject Of(Operation operation) => Fields(
        ("Operation", Text(operation.Kind)),
        ("Name", Text(operation.Name)),
        ("VariableDefinitions", List(operation.Variables, Of)),
        ("Directives", List(operation.Directives, Of)),
        ("SelectionSet", List(operation.Selections, Of)));

    private static RegoObject Of(Fragment fragment) => Fields(
        ("Name", Text(fragment.Name)),
        ("VariableDefinition", List(fragment.Variables, Of)),
        ("TypeCondition", Text(fragment.TypeCondition)),
        ("Directives", List(fragment.Directives, Of)),
        ("SelectionSet", List(fragment.Selections, Of)));

    private static RegoObject Of(VariableDefinition variable) => Fields(
        ("Variable", Text(variable.Name)),
        ("Type", Of(variable.Type)),
        ("DefaultValue", variable.Default is null ? null : Of(variable.Default)),
        ("Directives", List(variable.Directives, Of)),
        ("Used", RegoBoolean.False));

    private static RegoObject Of(Selection selection) => selection switch
    {
        FieldSelection field => Fields(
            ("Alias", Text(field.Alias)),
            ("Name", Text(field.Name)),
            ("Arguments", List(field.Arguments, Of)),
            ("Directives", List(field.Directives, Of)),
            ("SelectionSet", List(field.Selections, Of))),
        FragmentSpread spread => Fields(
            ("Name", Text(spread.Name)), ("Directives", List(spread.Directives, Of))),
        InlineFragment inline => Fields(
            ("TypeCondition", Text(inline.TypeCondition)),
            ("Directives", List(inline.Directives, Of)),
            ("SelectionSet", List(inline.Selections, Of))),
        _ => throw new InvalidOperationException("A selection without a form in JSON."),
    };

    private static RegoObject Of(Directive directive) => Fields(
        ("Name", Text(directive.Name)), ("Arguments", List(directive.Arguments, Of)), ("Location", Text("")));

    private static RegoObject Of(Argument argument) => Fields(
        ("Name", Text(argument.Name)), ("Value", Of(argument.Value)));

    private static RegoObject Of(GraphqlValue value) => Fields(
        ("Raw", Text(value.Raw)),
        ("Children", List(value.Children, Of)),
        ("Kind", RegoNumber.Of((int)value.Kind)),
        ("ExpectedTypeHasDefault", RegoBoolean.False));

    private static RegoObject Of(ChildValue child) => Fields(
        ("Name", Text(child.Name)), ("Value", Of(child.Value)));

    private static RegoObject Of(TypeReference type) => Fields(
        ("NamedType", Text(type.Name)), ("Elem", type.Element is null ? null : Of(type.Element)), ("NonNull", RegoBoolean.Of(type.NonNull)));

    private static RegoString Text(string text) => RegoString.Of(text);

    private static RegoArray? List<T>(IReadOnlyList<T> items, Func<T, RegoValue> item) => items.Count == 0 ? null : RegoArray.From(items.Select(item));

    private static RegoObject Fields(params ReadOnlySpan<(string Name, RegoValue? Value)> fields)
    {
        var json = new RegoObject.Builder(fields.Length);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                json.Set(name, value);
            }
        }

        return json.Build();
    }
}
