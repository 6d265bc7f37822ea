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
            var description = Description();
            var described = _previous;
            switch (_token.Kind == GraphqlTokenKind.Name ? _token.Text : "")
            {
                case "scalar" or "type" or "interface" or "union" or "enum" or "input":
                    definitions.Add(TypeDefinition(description, builtIn, isExtension: false));
                    break;
                case "schema":
                    schema.Add(SchemaBlock(description, isExtension: false));
                    break;
                case "directive":
                    directives.Add(DirectiveDefinition(description));
                    break;
                case "extend" when description.Length > 0:
                    Unexpected(described);
                    break;
                case "extend":
                    Advance();
                    if (IsKeyword("schema"))
                    {
                        schemaExtensions.Add(SchemaBlock("", isExtension: true));
                    }
                    else
                    {
                        extensions.Add(TypeDefinition("", builtIn, isExtension: true));
                    }

                    break;
                default:
                    Unexpected(_token);
                    break;
            }
        }

        return new SchemaDocument(schema, schemaExtensions, directives, definitions, extensions);
    }

    private string Description()
    {
        if (_token.Kind is not (GraphqlTokenKind.String or GraphqlTokenKind.BlockString))
        {
            return "";
        }

        var text = _token.Text;
        Advance();
        return text;
    }

    private SchemaDefinition SchemaBlock(string description, bool isExtension)
    {
        Advance();
        var at = _token.Position;
        var directives = Directives(isConstant: true);
        var roots = Between("{", "}", Root);
        if (isExtension && directives.Count == 0 && roots.Count == 0)
        {
            Unexpected(_token);
        }

        return new SchemaDefinition(description, directives, roots, at);
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
        return new RootDefinition(start.Text, Name(), start.Position);
    }

    private TypeDefinition TypeDefinition(string description, bool builtIn, bool isExtension)
    {
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
        IReadOnlyList<FieldDefinition> fields = [];
        IReadOnlyList<EnumValueDefinition> values = [];
        IReadOnlyList<string> types = [];
        switch (kind)
        {
            case "OBJECT" or "INTERFACE":
                fields = Between("{", "}", () => Field(hasArguments: true));
                break;
            case "INPUT_OBJECT":
                fields = Between("{", "}", () => Field(hasArguments: false));
                break;
            case "ENUM":
                values = Between("{", "}", EnumValue);
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
        var description = Description();
        var start = _token;
        var name = Name();
        var arguments = hasArguments ? Between("(", ")", () => Field(hasArguments: false)) : [];
        Expect(":");
        var type = Type();
        var initial = !hasArguments && Accept("=") ? Value(isConstant: true) : null;
        return new FieldDefinition(description, name, arguments, initial, type, Directives(isConstant: true), start.Position);
    }

    private EnumValueDefinition EnumValue()
    {
        var description = Description();
        var start = _token;
        return new EnumValueDefinition(description, Name(), Directives(isConstant: true), start.Position);
    }

    private DirectiveDefinition DirectiveDefinition(string description)
    {
        Advance();
        Expect("@");
        var at = _token.Position;
        var name = Name();
        var arguments = Between("(", ")", () => Field(hasArguments: false));
        var repeatable = IsKeyword("repeatable");
        if (repeatable)
        {
            Advance();
        }

        ExpectKeyword("on");
        Accept("|");
        return new DirectiveDefinition(description, name, arguments, Separated("|", Location), repeatable, at);
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
