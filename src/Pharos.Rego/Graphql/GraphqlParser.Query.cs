namespace Pharos.Rego.Graphql;

internal sealed partial class GraphqlParser
{
    private QueryDocument QueryDocument()
    {
        var operations = new List<Operation>();
        var fragments = new List<Fragment>();
        while (_token.Kind != GraphqlTokenKind.EndOfFile && Error is null)
        {
            if (_token.Is("{") || (_token is { Kind: GraphqlTokenKind.Name, Text: "query" or "mutation" or "subscription" }))
            {
                operations.Add(OperationDefinition());
            }
            else if (IsKeyword("fragment"))
            {
                fragments.Add(FragmentDefinition());
            }
            else
            {
                Unexpected(_token);
            }
        }

        return new QueryDocument(operations, fragments);
    }

    private Operation OperationDefinition()
    {
        var start = _token;
        if (_token.Is("{"))
        {
            return new Operation("query", "", [], [], SelectionSet(), start.Position);
        }

        Advance();
        var name = _token.Kind == GraphqlTokenKind.Name ? Name() : "";
        return new Operation(start.Text, name, VariableDefinitions(), Directives(isConstant: false), SelectionSet(), start.Position);
    }

    private Fragment FragmentDefinition()
    {
        var start = _token;
        Advance();
        var name = FragmentName();
        var variables = VariableDefinitions();
        ExpectKeyword("on");
        return new Fragment(name, variables, Name(), Directives(isConstant: false), SelectionSet(), start.Position);
    }

    private string FragmentName()
    {
        if (IsKeyword("on"))
        {
            Unexpected(_token);
            return "";
        }

        return Name();
    }

    private List<VariableDefinition> VariableDefinitions() => Between("(", ")", Variable);

    private VariableDefinition Variable()
    {
        var start = _token;
        Expect("$");
        var name = Name();
        Expect(":");
        var type = Type();
        var initial = Accept("=") ? Value(isConstant: true) : null;
        return new VariableDefinition(name, type, initial, Directives(isConstant: false), start.Position);
    }

    private List<Selection> SelectionSet()
    {
        if (!_token.Is("{"))
        {
            Fail($"Expected {{, found {_token.KindName}", _token);
        }

        return Between("{", "}", Selected);
    }

    private Selection Selected()
    {
        var start = _token;
        if (Accept("..."))
        {
            return Spread(start);
        }

        var alias = Name();
        var name = Accept(":") ? Name() : alias;
        var arguments = Arguments(isConstant: false);
        var directives = Directives(isConstant: false);
        return new FieldSelection(alias, name, arguments, directives, Between("{", "}", Selected), start.Position);
    }

    private Selection Spread(GraphqlToken start)
    {
        var at = _token.Position;
        if (_token.Kind == GraphqlTokenKind.Name && _token.Text != "on")
        {
            return new FragmentSpread(Name(), Directives(isConstant: false), at);
        }

        var condition = "";
        if (IsKeyword("on"))
        {
            Advance();
            condition = Name();
        }

        return new InlineFragment(condition, Directives(isConstant: false), SelectionSet(), at);
    }

    private List<Argument> Arguments(bool isConstant) => Between("(", ")", () =>
    {
        var start = _token;
        var name = Name();
        Expect(":");
        return new Argument(name, Value(isConstant), start.Position);
    });

    private List<Directive> Directives(bool isConstant)
    {
        var directives = new List<Directive>();
        while (Accept("@"))
        {
            var at = _token.Position;
            directives.Add(new Directive(Name(), Arguments(isConstant), at));
        }

        return directives;
    }

    private TypeReference Type()
    {
        TypeReference? element = null;
        var name = "";
        GraphqlPosition at;
        if (Accept("["))
        {
            at = _token.Position;
            if (++_depth > MaxDepth)
            {
                Fail($"nested deeper than {MaxDepth}", _token);
            }

            element = Error is null ? Type() : null;
            _depth--;
            Expect("]");
        }
        else
        {
            at = _token.Position;
            name = Name();
        }

        return new TypeReference(name, element, Accept("!"), at);
    }

    private GraphqlValue Value(bool isConstant)
    {
        var token = _token;
        if (token.Is("["))
        {
            return Composite(ValueKind.List, "[", "]", token, () => new ChildValue("", Value(isConstant), default));
        }

        if (token.Is("{"))
        {
            return Composite(ValueKind.Object, "{", "}", token, () => ObjectField(isConstant));
        }

        if (token.Is("$") && !isConstant)
        {
            Advance();
            return new GraphqlValue(ValueKind.Variable, Name(), [], token.Position);
        }

        ValueKind? kind = token.Kind switch
        {
            GraphqlTokenKind.Int => ValueKind.Int,
            GraphqlTokenKind.Float => ValueKind.Float,
            GraphqlTokenKind.String => ValueKind.String,
            GraphqlTokenKind.BlockString => ValueKind.Block,
            GraphqlTokenKind.Name => token.Text switch { "true" or "false" => ValueKind.Boolean, "null" => ValueKind.Null, _ => ValueKind.Enum },
            _ => null,
        };
        if (kind is null)
        {
            Unexpected(token);
            return new GraphqlValue(ValueKind.Null, "", [], token.Position);
        }

        Advance();
        return new GraphqlValue(kind.Value, token.Text, [], token.Position);
    }

    private GraphqlValue Composite(ValueKind kind, string open, string close, GraphqlToken start, Func<ChildValue> item) =>
        new(kind, "", Between(open, close, item, mayBeEmpty: true), start.Position);

    private ChildValue ObjectField(bool isConstant)
    {
        var start = _token;
        var name = Name();
        Expect(":");
        return new ChildValue(name, Value(isConstant), start.Position);
    }
}
