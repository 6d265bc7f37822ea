namespace Pharos.Rego.Graphql;

internal static partial class SchemaRules
{
    private static GraphqlError? Type(TypeSystem system, TypeDefinition type)
    {
        foreach (var field in type.Fields)
        {
            var error = Name(field.Name, field.Position)
                ?? Reference(system, field.Type)
                ?? Arguments(system, field.Arguments, null)
                ?? Directives(system, field.Directives, type.Kind == "INPUT_OBJECT" ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION", null, isOnePlace: true);
            if (error is not null)
            {
                return error;
            }
        }

        foreach (var member in type.Types)
        {
            if (system.Type(member) is not { } known)
            {
                return new GraphqlError($"Undefined type \"{member}\".", type.Position);
            }

            if (known.Kind != "OBJECT")
            {
                return new GraphqlError($"{type.Kind} type \"{member}\" must be OBJECT.", type.Position);
            }
        }

        foreach (var parent in type.Interfaces)
        {
            if (Implements(system, type, parent) is { } error)
            {
                return error;
            }
        }

        return Content(system, type)
            ?? Duplicates(type)
            ?? (type.IsBuiltIn ? null : Name(type.Name, type.Position))
            ?? Directives(system, type.Directives, type.Kind, null, isOnePlace: false);
    }

    private static GraphqlError? Content(TypeSystem system, TypeDefinition type)
    {
        switch (type.Kind)
        {
            case "OBJECT" or "INTERFACE" when type.Fields.Count == 0:
                return new GraphqlError($"{type.Kind} {type.Name}: must define one or more fields.", type.Position);
            case "OBJECT" or "INTERFACE":
                var wrong = type.Fields.FirstOrDefault(f => system.Type(f.Type.InnerName) is { Kind: "INPUT_OBJECT" });
                return wrong is null
                    ? null
                    : new GraphqlError($"{type.Kind} {type.Name}: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.", wrong.Position);
            case "ENUM" when type.EnumValues.Count == 0:
                return new GraphqlError($"{type.Kind} {type.Name}: must define one or more unique enum values.", type.Position);
            case "ENUM":
                return type.EnumValues
                    .Select(v => v.Name is "true" or "false" or "null"
                        ? new GraphqlError($"{type.Kind} {type.Name}: non-enum value {v.Name}.", type.Position)
                        : Directives(system, v.Directives, "ENUM_VALUE", null, isOnePlace: true))
                    .FirstOrDefault(static e => e is not null);
            case "INPUT_OBJECT" when type.Fields.Count == 0:
                return new GraphqlError($"{type.Kind} {type.Name}: must define one or more input fields.", type.Position);
            case "INPUT_OBJECT":
                var output = type.Fields.FirstOrDefault(f => system.Type(f.Type.InnerName) is { IsInput: false });
                return output is null
                    ? null
                    : new GraphqlError(
                        $"{system.Type(output.Type.InnerName)!.Kind} {output.Name}: field must be one of SCALAR, ENUM, INPUT_OBJECT.", output.Position);
            default:
                return null;
        }
    }

    private static GraphqlError? Duplicates(TypeDefinition type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (type.Fields.FirstOrDefault(f => !seen.Add(f.Name)) is { } field)
        {
            return new GraphqlError($"Field {type.Name}.{field.Name} can only be defined once.", field.Position);
        }

        seen.Clear();
        if (type.EnumValues.FirstOrDefault(v => !seen.Add(v.Name)) is { } value)
        {
            return new GraphqlError($"Enum value {type.Name}.{value.Name} can only be defined once.", value.Position);
        }

        seen.Clear();
        return type.Types.FirstOrDefault(t => !seen.Add(t)) is { } member
            ? new GraphqlError($"Union type {type.Name} can only include type {member} once.", type.Position)
            : null;
    }

    private static GraphqlError? Implements(TypeSystem system, TypeDefinition type, string name)
    {
        if (system.Type(name) is not { } parent)
        {
            return new GraphqlError($"Undefined type \"{name}\".", type.Position);
        }

        if (parent.Kind != "INTERFACE")
        {
            return new GraphqlError($"\"{name}\" is a non interface type {parent.Kind}.", type.Position);
        }

        foreach (var wanted in parent.Fields)
        {
            var head = $"For {type.Name} to implement {parent.Name}";
            if (type.Field(wanted.Name) is not { } field)
            {
                return new GraphqlError($"{head} it must have a field called {wanted.Name}.", type.Position);
            }

            if (!Narrows(system, wanted.Type, field.Type))
            {
                return new GraphqlError($"{head} the field {wanted.Name} must have type {wanted.Type}.", field.Position);
            }

            if (SameArguments(head, wanted, field) is { } error)
            {
                return error;
            }
        }

        var missing = parent.Interfaces.FirstOrDefault(i => !type.Interfaces.Contains(i));
        return missing is null ? null
            : missing == type.Name ? new GraphqlError($"Type {type.Name} cannot implement {name} because it would create a circular reference.", type.Position)
            : new GraphqlError($"Type {type.Name} must implement {missing} because it is implemented by {name}.", type.Position);
    }

    private static GraphqlError? SameArguments(string head, FieldDefinition wanted, FieldDefinition field)
    {
        foreach (var argument in wanted.Arguments)
        {
            var found = field.Arguments.FirstOrDefault(a => a.Name == argument.Name);
            if (found is null)
            {
                return new GraphqlError($"{head} the field {wanted.Name} must have the same arguments but it is missing {argument.Name}.", field.Position);
            }

            if (!argument.Type.Fits(found.Type))
            {
                return new GraphqlError(
                    $"{head} the field {wanted.Name} must have the same arguments but {argument.Name} has the wrong type.", found.Position);
            }
        }

        var extra = field.Arguments.FirstOrDefault(a => a.Type.NonNull && a.Default is null && wanted.Arguments.All(w => w.Name != a.Name));
        return extra is null
            ? null
            : new GraphqlError(
                $"{head} any additional arguments on {field.Name} must be optional or have a default value but {extra.Name} is required.", extra.Position);
    }

    private static bool Narrows(TypeSystem system, TypeReference wanted, TypeReference actual)
    {
        if (wanted.NonNull && !actual.NonNull)
        {
            return false;
        }

        return wanted.Element is null
            ? wanted.Name == actual.Name || system.Possible(wanted.Name).Any(p => p.Name == actual.Name)
            : actual.Element is not null && Narrows(system, wanted.Element, actual.Element);
    }
}
