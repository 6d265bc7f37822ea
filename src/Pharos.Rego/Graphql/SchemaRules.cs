namespace Pharos.Rego.Graphql;

/// <summary>The rules of the GraphQL specification that a schema must keep. The first violation is reported, types in the order of their names.</summary>
internal static partial class SchemaRules
{
    public static GraphqlError? Check(TypeSystem system)
    {
        foreach (var type in system.Types.Values.OrderBy(static t => t.Name, StringComparer.Ordinal))
        {
            if (Type(system, type) is { } error)
            {
                return error;
            }
        }

        if (InputCycle(system) is { } cycle)
        {
            return cycle;
        }

        foreach (var directive in system.Directives.Values.OrderBy(static d => d.Name, StringComparer.Ordinal))
        {
            if ((Name(directive.Name, directive.Position) ?? Arguments(system, directive.Arguments, directive)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public static GraphqlError? Directives(
        TypeSystem system, IReadOnlyList<Directive> directives, string location, DirectiveDefinition? within, bool isOnePlace)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            if (Name(directive.Name, directive.Position) is { } error)
            {
                return error;
            }

            if (within?.Name == directive.Name)
            {
                return new GraphqlError($"Directive {directive.Name} cannot refer to itself.", directive.Position);
            }

            if (!system.Directives.TryGetValue(directive.Name, out var definition))
            {
                return new GraphqlError($"Undefined directive {directive.Name}.", directive.Position);
            }

            if (!seen.Add(directive.Name) && isOnePlace && !definition.IsRepeatable)
            {
                return new GraphqlError($"The directive {directive.Name} can only be used once at this location.", directive.Position);
            }

            if (!definition.Locations.Contains(location))
            {
                return new GraphqlError($"Directive {directive.Name} is not applicable on {location}.", directive.Position);
            }

            if (Use(directive, definition) is { } misuse)
            {
                return misuse;
            }
        }

        return null;
    }

    private static GraphqlError? Use(Directive directive, DirectiveDefinition definition)
    {
        foreach (var argument in directive.Arguments)
        {
            if (definition.Arguments.All(a => a.Name != argument.Name))
            {
                return new GraphqlError($"Undefined argument {argument.Name} for directive {directive.Name}.", argument.Position);
            }
        }

        foreach (var wanted in definition.Arguments)
        {
            if (wanted.Type.NonNull && wanted.Default is null
                && directive.Arguments.FirstOrDefault(a => a.Name == wanted.Name) is not { Value.Kind: not ValueKind.Null })
            {
                return new GraphqlError($"Argument {wanted.Name} for directive {directive.Name} cannot be null.", directive.Position);
            }
        }

        return null;
    }

    private static GraphqlError? Name(string name, GraphqlPosition at) => name.StartsWith("__", StringComparison.Ordinal)
        ? new GraphqlError($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.", at)
        : null;

    private static GraphqlError? Arguments(TypeSystem system, IReadOnlyList<FieldDefinition> arguments, DirectiveDefinition? within)
    {
        foreach (var argument in arguments)
        {
            if ((Name(argument.Name, argument.Position) ?? Reference(system, argument.Type)) is { } error)
            {
                return error;
            }

            var type = system.Types[argument.Type.InnerName];
            if (!type.IsInput)
            {
                return new GraphqlError(
                    $"cannot use {argument.Type} as argument {argument.Name} because {type.Kind} is not a valid input type", argument.Position);
            }

            if (Directives(system, argument.Directives, "ARGUMENT_DEFINITION", within, isOnePlace: true) is { } misuse)
            {
                return misuse;
            }
        }

        return null;
    }

    private static GraphqlError? Reference(TypeSystem system, TypeReference type) =>
        system.Type(type.InnerName) is null ? new GraphqlError($"Undefined type {type.InnerName}.", type.Position) : null;

    /// <summary>An input object that needs itself through fields that cannot be null has no value.</summary>
    private static GraphqlError? InputCycle(TypeSystem system)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in system.Types.Values.Where(static t => t.Kind == "INPUT_OBJECT").OrderBy(static t => t.Name, StringComparer.Ordinal))
        {
            // A path of (type, next field) kept by hand, as a chain of types may be as long as the schema.
            var path = new List<(TypeDefinition Type, int Next)> { (start, 0) };
            while (path.Count > 0)
            {
                var (type, next) = path[^1];
                if (done.Contains(type.Name) || next >= type.Fields.Count)
                {
                    done.Add(type.Name);
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                path[^1] = (type, next + 1);
                var field = type.Fields[next];
                if (!field.Type.NonNull || field.Type.Element is not null || system.Type(field.Type.Name) is not { Kind: "INPUT_OBJECT" } target)
                {
                    continue;
                }

                var from = path.FindIndex(p => p.Type.Name == target.Name);
                if (from < 0)
                {
                    path.Add((target, 0));
                    continue;
                }

                var fields = path.Skip(from).Select(static p => p.Type.Fields[p.Next - 1]).ToList();
                return new GraphqlError(
                    $"Cannot reference Input Object \"{target.Name}\" within itself through a series of non-null fields: "
                    + $"\"{string.Join('.', fields.Select(static f => f.Name))}\".",
                    fields[0].Position);
            }
        }

        return null;
    }
}
