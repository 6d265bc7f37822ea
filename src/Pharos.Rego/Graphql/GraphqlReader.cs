using Pharos.Rego.Values;

namespace Pharos.Rego.Graphql;

/// <summary>
/// Documents from their syntax trees in JSON, as policies pass them on. A field that is absent is empty; one of the wrong type spoils the whole tree.
/// </summary>
internal sealed class GraphqlReader
{
    private string? _error;
    private int _depth;

    private GraphqlReader()
    {
    }

    public static (QueryDocument? Document, GraphqlError? Error) Query(RegoObject tree)
    {
        var reader = new GraphqlReader();
        var document = new QueryDocument(reader.List(tree, "Operations", reader.Operation), reader.List(tree, "Fragments", reader.Fragment));
        return reader._error is null ? (document, null) : (null, new GraphqlError(reader._error, default));
    }

    public static (SchemaDocument? Document, GraphqlError? Error) Schema(RegoObject tree)
    {
        var reader = new GraphqlReader();
        var document = new SchemaDocument(
            reader.List(tree, "Schema", reader.SchemaBlock),
            reader.List(tree, "SchemaExtension", reader.SchemaBlock),
            reader.List(tree, "Directives", reader.DirectiveDefinition),
            reader.List(tree, "Definitions", reader.TypeDefinition),
            reader.List(tree, "Extensions", reader.TypeDefinition));
        return reader._error is null ? (document, null) : (null, new GraphqlError(reader._error, default));
    }

    private Operation Operation(RegoObject node) => new(
        Text(node, "Operation") is { Length: > 0 } kind ? kind : "query", Text(node, "Name"), List(node, "VariableDefinitions", Variable),
        List(node, "Directives", Directive), List(node, "SelectionSet", Selection), default);

    private Fragment Fragment(RegoObject node) => new(
        Text(node, "Name"), List(node, "VariableDefinition", Variable), Text(node, "TypeCondition"), List(node, "Directives", Directive),
        List(node, "SelectionSet", Selection), default);

    private VariableDefinition Variable(RegoObject node) =>
        new(Text(node, "Variable"), Type(node), OptionalValue(node, "DefaultValue"), List(node, "Directives", Directive), default);

    private Selection Selection(RegoObject node)
    {
        var directives = List(node, "Directives", Directive);
        if (node.TryGet("Alias", out _))
        {
            return new FieldSelection(
                Text(node, "Alias"), Text(node, "Name"), List(node, "Arguments", Argument), directives, List(node, "SelectionSet", Selection), default);
        }

        return node.TryGet("Name", out _)
            ? new FragmentSpread(Text(node, "Name"), directives, default)
            : new InlineFragment(Text(node, "TypeCondition"), directives, List(node, "SelectionSet", Selection), default);
    }

    private Directive Directive(RegoObject node) => new(Text(node, "Name"), List(node, "Arguments", Argument), default);

    private Argument Argument(RegoObject node) => new(Text(node, "Name"), Value(node, "Value"), default);

    private GraphqlValue Value(RegoObject node, string name) => OptionalValue(node, name) ?? new GraphqlValue(ValueKind.Null, "null", [], default);

    private GraphqlValue? OptionalValue(RegoObject node, string name)
    {
        if (Object(node, name) is not { } value)
        {
            return null;
        }

        long kind = 0;
        if (value.TryGet("Kind", out var number) && (number is not RegoNumber whole || !whole.TryGetInt64(out kind) || kind is < 0 or > 9))
        {
            _error ??= "Kind is no kind of a value";
        }

        return new GraphqlValue((ValueKind)kind, Text(value, "Raw"), List(value, "Children", Child), default);
    }

    private ChildValue Child(RegoObject node) => new(Text(node, "Name"), Value(node, "Value"), default);

    private TypeReference Type(RegoObject node)
    {
        if (Object(node, "Type") is { } type)
        {
            return Reference(type);
        }

        _error ??= "Type is missing";
        return new TypeReference("", null, false, default);
    }

    private TypeReference Reference(RegoObject type)
    {
        var element = Object(type, "Elem");
        if (element is not null && ++_depth > GraphqlParser.MaxDepth)
        {
            _error ??= $"nested deeper than {GraphqlParser.MaxDepth}";
            return new TypeReference("", null, false, default);
        }

        var read = new TypeReference(Text(type, "NamedType"), element is null ? null : Reference(element), Flag(type, "NonNull"), default);
        _depth -= element is null ? 0 : 1;
        return read;
    }

    private SchemaDefinition SchemaBlock(RegoObject node) => new(
        Text(node, "Description"), List(node, "Directives", Directive),
        List(node, "OperationTypes", n => new RootDefinition(Text(n, "Operation"), Text(n, "Type"), default)), default);

    private TypeDefinition TypeDefinition(RegoObject node) => new(Text(node, "Kind"), Text(node, "Description"), Text(node, "Name"), default)
    {
        Directives = List(node, "Directives", Directive),
        Interfaces = Texts(node, "Interfaces"),
        Fields = List(node, "Fields", Field),
        Types = Texts(node, "Types"),
        EnumValues = List(node, "EnumValues", n => new EnumValueDefinition(Text(n, "Description"), Text(n, "Name"), List(n, "Directives", Directive), default)),
        IsBuiltIn = Flag(node, "BuiltIn"),
    };

    private FieldDefinition Field(RegoObject node) => new(
        Text(node, "Description"), Text(node, "Name"), List(node, "Arguments", Field), OptionalValue(node, "DefaultValue"), Type(node),
        List(node, "Directives", Directive), default);

    private DirectiveDefinition DirectiveDefinition(RegoObject node) => new(
        Text(node, "Description"), Text(node, "Name"), List(node, "Arguments", Field), Texts(node, "Locations"), Flag(node, "IsRepeatable"), default);

    private List<T> List<T>(RegoObject node, string name, Func<RegoObject, T> item)
    {
        var items = new List<T>();
        if (Get<RegoArray>(node, name) is not { } array || _error is not null)
        {
            return items;
        }

        if (++_depth > GraphqlParser.MaxDepth)
        {
            _error ??= $"nested deeper than {GraphqlParser.MaxDepth}";
            return items;
        }

        foreach (var entry in array)
        {
            if (entry is RegoObject child)
            {
                items.Add(item(child));
            }
            else
            {
                _error ??= $"{name} holds a {entry.KindName} where an object belongs";
            }
        }

        _depth--;
        return items;
    }

    private List<string> Texts(RegoObject node, string name)
    {
        var texts = new List<string>();
        foreach (var entry in Get<RegoArray>(node, name) ?? RegoArray.Empty)
        {
            if (entry is RegoString text)
            {
                texts.Add(text.Value);
            }
            else
            {
                _error ??= $"{name} holds a {entry.KindName} where a string belongs";
            }
        }

        return texts;
    }

    private string Text(RegoObject node, string name) => Get<RegoString>(node, name)?.Value ?? "";

    private bool Flag(RegoObject node, string name) => Get<RegoBoolean>(node, name)?.Value ?? false;

    private RegoObject? Object(RegoObject node, string name) => Get<RegoObject>(node, name);

    private T? Get<T>(RegoObject node, string name)
        where T : RegoValue
    {
        if (!node.TryGet(name, out var value) || value is RegoNull)
        {
            return null;
        }

        if (value is not T)
        {
            _error ??= $"{name} must not be a {value.KindName}";
        }

        return value as T;
    }
}
