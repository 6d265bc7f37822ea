using System.Collections.Frozen;

namespace Pharos.Rego.Graphql;

internal sealed partial class GraphqlParser
{
    private static readonly FrozenSet<string> Locations = FrozenSet.Create(StringComparer.Ordinal,
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION", "SCHEMA", "SCALAR",
        "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION");

    private SchemaDocument SchemaDocument(bool builtIn)
    {
        List<SchemaDefinition> schema = [];
        List<SchemaDefinition> schemaExtensions = [];
        List<DirectiveDefinition> directives = [];
        List<TypeDefinition> definitions = [];
        List<TypeDefinition> extensions = [];
        while (_token.Kind != GraphqlTokenKind.EndOfFile && Error is null)
        {
            var description = Description(out var comments);
            var described = _previous;
            switch (_token.Kind == GraphqlTokenKind.Name ? _token.Text : "")
            {
                case "scalar" or "type" or "interface" or "union" or "enum" or "input":
                    definitions.Add(TypeDefinition(description, comments, builtIn, isExtension: false));
                    break;
                case "schema":
                    schema.Add(SchemaBlock(description, comments, isExtension: false));
                    break;
                case "directive":
                    directives.Add(DirectiveDefinition(description, comments));
                    break;
                case "extend" when description.Length > 0:
                    Unexpected(described);
                    break;
                case "extend":
                    var before = _token.Comments;
                    Advance();
                    if (IsKeyword("schema"))
                    {
                        schemaExtensions.Add(SchemaBlock("", [], isExtension: true, before));
                    }
                    else
                    {
                        extensions.Add(TypeDefinition("", [], builtIn, isExtension: true, before));
                    }

                    break;
                default:
                    Unexpected(_token);
                    break;
            }
        }

        return new SchemaDocument(schema, schemaExtensions, directives, definitions, extensions) { Comments = _token.Comments };
    }

    private string Description(out IReadOnlyList<string> comments)
    {
        comments = _token.Comments;
        if (_token.Kind is not (GraphqlTokenKind.String or GraphqlTokenKind.BlockString))
        {
            comments = [];
            return "";
        }

        var text = _token.Text;
        Advance();
        comments = text.Length > 0 ? comments : [];
        return text;
    }

    private SchemaDefinition SchemaBlock(string description, IReadOnlyList<string> comments, bool isExtension, IReadOnlyList<string>? after = null)
    {
        after ??= _token.Comments;
        Advance();
        var at = _token.Position;
        var directives = Directives(isConstant: true);
        var (roots, end) = Between("{", "}", Root);
        if (isExtension && directives.Count == 0 && roots.Count == 0)
        {
            Unexpected(_token);
        }

        return new SchemaDefinition(description, directives, roots, at) { Comments = new DefinitionComments(comments, after, end) };
    }

    private RootDefinition Root()
    {
        var start = _token;
        if (start is not { Kind: GraphqlTokenKind.Name, Text: "query" or "mutation" or "subscription" })
        {
            Unexpected(start);
        }

        Advance();
        Expect(":");
        return new RootDefinition(start.Text, Name(), start.Position) { Comments = start.Comments };
    }

    private TypeDefinition TypeDefinition(
        string description, IReadOnlyList<string> before, bool builtIn, bool isExtension, IReadOnlyList<string>? after = null)
    {
        after ??= _token.Comments;
        var kind = _token.Kind != GraphqlTokenKind.Name ? null : _token.Text switch
        {
            "scalar" => "SCALAR",
            "type" => "OBJECT",
            "interface" => "INTERFACE",
            "union" => "UNION",
            "enum" => "ENUM",
            "input" => "INPUT_OBJECT",
            _ => null,
        };
        if (kind is null)
        {
            Unexpected(_token);
        }

        Advance();
        var at = _token.Position;
        var name = Name();
        var interfaces = kind is "OBJECT" || (kind is "INTERFACE" && !isExtension) ? Interfaces() : [];
        var directives = Directives(isConstant: kind != "INPUT_OBJECT" || !isExtension);
        IReadOnlyList<string> end = [];
        IReadOnlyList<FieldDefinition> fields = [];
        IReadOnlyList<EnumValueDefinition> values = [];
        IReadOnlyList<string> types = [];
        switch (kind)
        {
            case "OBJECT" or "INTERFACE":
                (fields, end) = Between("{", "}", () => Field(hasArguments: true));
                break;
            case "INPUT_OBJECT":
                (fields, end) = Between("{", "}", () => Field(hasArguments: false));
                break;
            case "ENUM":
                (values, end) = Between("{", "}", EnumValue);
                break;
            case "UNION" when Accept("="):
                Accept("|");
                types = Separated("|", Name);
                break;
            default:
                break;
        }

        if (isExtension && interfaces.Count + directives.Count + fields.Count + values.Count + types.Count == 0)
        {
            Unexpected(_token);
        }

        return new TypeDefinition(kind ?? "", description, name, at)
        {
            Directives = directives,
            Interfaces = interfaces,
            Fields = fields,
            Types = types,
            EnumValues = values,
            IsBuiltIn = builtIn,
            Comments = new DefinitionComments(before, after, end),
        };
    }

    private List<string> Interfaces()
    {
        if (!IsKeyword("implements"))
        {
            return [];
        }

        Advance();
        Accept("&");
        return Separated("&", Name);
    }

    private List<string> Separated(string separator, Func<string> item)
    {
        List<string> items = [item()];
        while (Error is null && Accept(separator))
        {
            items.Add(item());
        }

        return items;
    }

    private FieldDefinition Field(bool hasArguments)
    {
        var description = Description(out var before);
        var start = _token;
        var name = Name();
        var arguments = hasArguments ? Between("(", ")", () => Field(hasArguments: false)).Items : [];
        Expect(":");
        var type = Type();
        var initial = !hasArguments && Accept("=") ? Value(isConstant: true) : null;
        return new FieldDefinition(description, name, arguments, initial, type, Directives(isConstant: true), start.Position)
        {
            Comments = new DefinitionComments(before, start.Comments, []),
        };
    }

    private EnumValueDefinition EnumValue()
    {
        var description = Description(out var before);
        var start = _token;
        return new EnumValueDefinition(description, Name(), Directives(isConstant: true), start.Position)
        {
            Comments = new DefinitionComments(before, start.Comments, []),
        };
    }

    private DirectiveDefinition DirectiveDefinition(string description, IReadOnlyList<string> before)
    {
        var after = _token.Comments;
        Advance();
        Expect("@");
        var at = _token.Position;
        var name = Name();
        var arguments = Between("(", ")", () => Field(hasArguments: false)).Items;
        var repeatable = IsKeyword("repeatable");
        if (repeatable)
        {
            Advance();
        }

        ExpectKeyword("on");
        Accept("|");
        return new DirectiveDefinition(description, name, arguments, Separated("|", Location), repeatable, at)
        {
            Comments = new DefinitionComments(before, after, []),
        };
    }

    private string Location()
    {
        var token = _token;
        var name = Name();
        if (Error is null && !Locations.Contains(name))
        {
            Unexpected(token);
        }

        return name;
    }
}
