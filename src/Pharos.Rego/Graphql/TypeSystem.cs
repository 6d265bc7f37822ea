namespace Pharos.Rego.Graphql;

/// <summary>A valid schema: the types by name with their extensions merged in, the directives, and the roots of operations.</summary>
internal sealed class TypeSystem
{
    private readonly Dictionary<string, List<TypeDefinition>> _possible = new(StringComparer.Ordinal);

    private TypeSystem()
    {
    }

    public Dictionary<string, TypeDefinition> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DirectiveDefinition> Directives { get; } = new(StringComparer.Ordinal);

    public TypeDefinition? Query { get; private set; }

    public TypeDefinition? Mutation { get; private set; }

    public TypeDefinition? Subscription { get; private set; }

    /// <summary>Puts a document together with what every schema holds, and checks it.</summary>
    public static (TypeSystem? System, GraphqlError? Error) Of(SchemaDocument document)
    {
        var system = new TypeSystem();
        var error = system.Build(document) ?? SchemaRules.Check(system);
        if (error is not null)
        {
            return (null, error);
        }

        system.InferRoots(document);
        return (system, null);
    }

    public TypeDefinition? Type(string name) => Types.GetValueOrDefault(name);

    /// <summary>The types that a value of a type may really have.</summary>
    public IReadOnlyList<TypeDefinition> Possible(string name) => _possible.TryGetValue(name, out var types) ? types : [];

    public TypeDefinition? Root(string operation) => operation switch
    {
        "mutation" => Mutation,
        "subscription" => Subscription,
        _ => Query,
    };

    private GraphqlError? Build(SchemaDocument document)
    {
        foreach (var definition in Prelude.Document.Definitions.Concat(document.Definitions))
        {
            if (!Types.TryAdd(definition.Name, definition))
            {
                return new GraphqlError($"Cannot redeclare type {definition.Name}.", definition.Position);
            }
        }

        foreach (var extension in document.Extensions)
        {
            var definition = Type(extension.Name);
            if (definition is not null && definition.Kind != extension.Kind)
            {
                return new GraphqlError(
                    $"Cannot extend type {extension.Name} because the base type is a {definition.Kind}, not {extension.Kind}.", extension.Position);
            }

            definition ??= new TypeDefinition(extension.Kind, "", extension.Name, extension.Position);
            Types[extension.Name] = definition with
            {
                Directives = [.. definition.Directives, .. extension.Directives],
                Interfaces = [.. definition.Interfaces, .. extension.Interfaces],
                Fields = [.. definition.Fields, .. extension.Fields],
                Types = [.. definition.Types, .. extension.Types],
                EnumValues = [.. definition.EnumValues, .. extension.EnumValues],
            };
        }

        AddPossible();
        return AddDirectives(document) ?? SetRoots(document);
    }

    private void AddPossible()
    {
        foreach (var type in Types.Values)
        {
            foreach (var member in type.Types)
            {
                if (Type(member) is { } known)
                {
                    Add(type.Name, known);
                }
            }

            foreach (var parent in type.Interfaces)
            {
                Add(parent, type);
            }

            if (type.Kind is "OBJECT" or "INPUT_OBJECT")
            {
                Add(type.Name, type);
            }
        }

        void Add(string name, TypeDefinition type)
        {
            if (!_possible.TryGetValue(name, out var types))
            {
                _possible[name] = types = [];
            }

            types.Add(type);
        }
    }

    private GraphqlError? AddDirectives(SchemaDocument document)
    {
        foreach (var directive in Prelude.Document.Directives.Concat(document.Directives))
        {
            // A schema may spell out the directives that every schema has.
            if (Directives.ContainsKey(directive.Name) && Prelude.Document.Directives.All(d => d.Name != directive.Name))
            {
                return new GraphqlError($"Cannot redeclare directive {directive.Name}.", directive.Position);
            }

            Directives[directive.Name] = directive;
        }

        return null;
    }

    private GraphqlError? SetRoots(SchemaDocument document)
    {
        if (document.Schema.Count > 1)
        {
            return new GraphqlError("Cannot have multiple schema entry points, consider schema extensions instead.", document.Schema[1].Position);
        }

        foreach (var schema in document.Schema.Concat(document.SchemaExtensions))
        {
            foreach (var root in schema.Roots)
            {
                if (Type(root.Type) is not { } type)
                {
                    return new GraphqlError($"Schema root {root.Operation} refers to a type {root.Type} that does not exist.", root.Position);
                }

                SetRoot(root.Operation, type);
            }

            if (SchemaRules.Directives(this, schema.Directives, "SCHEMA", null, isOnePlace: true) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private void InferRoots(SchemaDocument document)
    {
        if (document.Schema.Count == 0)
        {
            Query ??= Type("Query");
            Mutation ??= Type("Mutation");
            Subscription ??= Type("Subscription");
        }

        if (Query is { } query)
        {
            Query = Types[query.Name] = query with { Fields = [.. query.Fields, .. Prelude.RootFields] };
        }
    }

    private void SetRoot(string operation, TypeDefinition type)
    {
        switch (operation)
        {
            case "mutation":
                Mutation = type;
                break;
            case "subscription":
                Subscription = type;
                break;
            default:
                Query = type;
                break;
        }
    }
}
