using System.Globalization;

namespace Pharos.Rego.Graphql;

internal sealed partial class QueryValidator
{
    private void Walk(GraphqlValue value, TypeReference? expected, bool hasDefault)
    {
        var type = expected is null ? null : _system.Type(expected.InnerName);
        VariableDefinition? variable = null;
        if (value.Kind == ValueKind.Variable && _operation is not null)
        {
            variable = _operation.Variables.FirstOrDefault(v => v.Name == value.Raw);
            _usedVariables.Add(value.Raw);
        }

        foreach (var child in value.Children)
        {
            var field = value.Kind == ValueKind.Object ? type?.Field(child.Name) : null;
            Walk(child.Value, value.Kind == ValueKind.List ? expected?.Element : field?.Type, field?.Default is { Kind: not ValueKind.Null });
        }

        if (value.Kind == ValueKind.Variable && variable is null && _operation is { } operation)
        {
            Report(
                operation.Name.Length > 0 ? $"Variable \"{value}\" is not defined by operation \"{operation.Name}\"." : $"Variable \"{value}\" is not defined.",
                value.Position);
        }

        if (value.Kind == ValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var child in value.Children.Where(c => !seen.Add(c.Name)))
            {
                Report($"There can be only one input field named \"{child.Name}\".", child.Position);
            }
        }

        if (expected is not null && type is not null)
        {
            CheckType(value, expected, type);
        }

        if (variable is not null && expected is not null)
        {
            // A variable that has a default may stand where null may not, and so may one in a place that has a default of its own.
            var relaxed = variable.Default is { Kind: not ValueKind.Null } || hasDefault ? expected with { NonNull = false } : expected;
            if (!variable.Type.Fits(relaxed))
            {
                Report($"Variable \"{value}\" of type \"{variable.Type}\" used in position expecting type \"{expected}\".", value.Position);
            }
        }

        if (value.Kind == ValueKind.Object && type is not null && type.Directives.Any(static d => d.Name == "oneOf"))
        {
            CheckOneOf(value, type);
        }
    }

    private void CheckOneOf(GraphqlValue value, TypeDefinition type)
    {
        foreach (var child in value.Children.Where(static c => c.Value.Kind == ValueKind.Variable))
        {
            if (_operation?.Variables.FirstOrDefault(v => v.Name == child.Value.Raw) is { Type.NonNull: false } nullable)
            {
                Report(
                    $"Variable \"{child.Value}\" is of type \"{nullable.Type}\" but must be non-nullable to be used for OneOf Input Object \"{type.Name}\".",
                    child.Value.Position);
            }
        }
    }

    private void CheckType(GraphqlValue value, TypeReference expected, TypeDefinition type)
    {
        if (value.Kind == ValueKind.Null && expected.NonNull)
        {
            Report($"Expected value of type \"{expected}\", found {value}.", value.Position);
        }

        // A scalar of the schema's own may take any form.
        if (type.Kind == "SCALAR" && type.Name is not ("Int" or "Float" or "String" or "Boolean" or "ID"))
        {
            return;
        }

        var fits = value.Kind switch
        {
            ValueKind.Int => (type.Name is "Int" or "Float" or "ID") && long.TryParse(value.Raw, CultureInfo.InvariantCulture, out _),
            ValueKind.Float => type.Name == "Float",
            ValueKind.String or ValueKind.Block => type.Name is "String" or "ID",
            ValueKind.Boolean => type.Name == "Boolean",
            ValueKind.Enum => type.Kind == "ENUM",
            ValueKind.List => expected.Element is not null,
            _ => true,
        };
        if (!fits)
        {
            Report(WrongType(value, expected, type), value.Position);
        }
        else if (value.Kind == ValueKind.Enum && type.EnumValues.All(v => v.Name != value.Raw))
        {
            Report($"Value \"{value}\" does not exist in \"{expected}\" enum.", value.Position);
        }
        else if (value.Kind == ValueKind.Object)
        {
            CheckFields(value, type);
        }
    }

    private void CheckFields(GraphqlValue value, TypeDefinition type)
    {
        foreach (var field in type.Fields)
        {
            if (field.Type.NonNull && field.Default is null && value.Children.All(c => c.Name != field.Name))
            {
                Report($"Field \"{type.Name}.{field.Name}\" of required type \"{field.Type}\" was not provided.", value.Position);
            }
        }

        if (type.Directives.Any(static d => d.Name == "oneOf"))
        {
            if (value.Children.Count != 1)
            {
                Report($"OneOf Input Object \"{type.Name}\" must specify exactly one key.", value.Position);
            }
            else if (value.Children[0].Value.Kind == ValueKind.Null)
            {
                Report($"Field \"{type.Name}.{value.Children[0].Name}\" must be non-null.", value.Children[0].Value.Position);
            }
        }

        foreach (var child in value.Children.Where(c => type.Field(c.Name) is null))
        {
            Report($"Field \"{child.Name}\" is not defined by type \"{type.Name}\".", child.Position);
        }
    }

    private static string WrongType(GraphqlValue value, TypeReference expected, TypeDefinition type) => expected.ToString() switch
    {
        "Int" or "Int!" when value.Kind == ValueKind.Int => $"Int cannot represent non 32-bit signed integer value: {value}",
        "Int" or "Int!" => $"Int cannot represent non-integer value: {value}",
        "String" or "String!" or "[String]" => $"String cannot represent a non string value: {value}",
        "Boolean" or "Boolean!" => $"Boolean cannot represent a non boolean value: {value}",
        "Float" or "Float!" => $"Float cannot represent non numeric value: {value}",
        "ID" or "ID!" => $"ID cannot represent a non-string and non-integer value: {value}",
        _ when type.Kind == "ENUM" => $"Enum \"{expected}\" cannot represent non-enum value: {value}.",
        _ => $"Expected value of type \"{expected}\", found {value}.",
    };
}
