using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>
/// Writes conditions as SQL. Values are quoted for the dialect as literals; names that are no plain identifiers are quoted as well, because a
/// key of a reference may come from the input.
/// </summary>
internal sealed class SqlWriter(FilterTarget target)
{
    private string? _problem;

    public string Write(FilterNode node, out string? problem)
    {
        var text = Node(node);
        problem = _problem;
        return text;
    }

    private string Node(FilterNode node) => node switch
    {
        FilterNode.Compound { Operator: "not" } not => "NOT " + Node(not.Parts[0]),
        FilterNode.Compound compound => $"({string.Join(compound.Operator == "and" ? " AND " : " OR ", compound.Parts.Select(Node))})",
        FilterNode.Comparison comparison => Comparison(comparison),
        _ => throw new InvalidOperationException($"unknown condition {node.GetType().Name}"),
    };

    private string Comparison(FilterNode.Comparison comparison)
    {
        var field = Name(comparison.Field);
        if (comparison.Other is { } other)
        {
            return $"{field} {Sign(comparison.Operator)} {Name(other)}";
        }

        switch (comparison.Operator)
        {
            case "in":
                return In(field, (RegoArray)comparison.Value!);
            case "startswith" or "endswith" or "contains":
                return Match(comparison.Operator, field, ((RegoString)comparison.Value!).Value);
            default:
                return comparison.Value is RegoNull
                    ? $"{field} IS {(comparison.Operator == "eq" ? "" : "NOT ")}NULL"
                    : $"{field} {Sign(comparison.Operator)} {Value(comparison.Value!)}";
        }
    }

    private string In(string field, RegoArray values)
    {
        var found = values.Where(v => v is not RegoNull).Select(Value).ToList();
        var hasNull = found.Count < values.Count;
        var list = found.Count == 0 ? null : $"{field} IN ({string.Join(", ", found)})";
        return (list, hasNull) switch
        {
            (null, false) => "0 = 1",
            (null, true) => $"{field} IS NULL",
            (_, true) => $"({list} OR {field} IS NULL)",
            _ => list,
        };
    }

    private string Match(string operation, string field, string part)
    {
        if (target.Variant == "sqlite")
        {
            // LIKE takes no account of case there, and would let through what the policy does not.
            var text = Text(part);
            return operation switch
            {
                "contains" => $"instr({field}, {text}) > 0",
                "startswith" => $"substr({field}, 1, length({text})) = {text}",
                _ => part.Length == 0 ? $"{field} IS NOT NULL" : $"substr({field}, -length({text})) = {text}",
            };
        }

        var escaped = part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal);
        if (target.Variant == "sqlserver")
        {
            escaped = escaped.Replace("[", "\\[", StringComparison.Ordinal);
        }

        var pattern = Text((operation == "startswith" ? "" : "%") + escaped + (operation == "endswith" ? "" : "%"));
        var suffix = target.Variant == "sqlserver" && escaped != part ? " ESCAPE N'\\'" : "";
        return $"{field} LIKE {pattern}{suffix}";
    }

    private static string Sign(string operation) => operation switch
    {
        "eq" => "=",
        "ne" => "<>",
        "lt" => "<",
        "lte" => "<=",
        "gt" => ">",
        "gte" => ">=",
        _ => throw new InvalidOperationException($"no sign for {operation}"),
    };

    private string Value(RegoValue value) => value switch
    {
        RegoString text => Text(text.Value),
        RegoBoolean boolean => target.Variant == "sqlserver" ? boolean.Value ? "1" : "0" : boolean.Value ? "TRUE" : "FALSE",
        _ => value.ToJson(),
    };

    private string Text(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            _problem ??= "a text with a NUL character has no SQL literal";
        }

        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return target.Variant switch
        {
            "postgresql" => $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'",
            "mysql" => $"'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'",
            "sqlserver" => $"N'{quoted}'",
            _ => $"'{quoted}'",
        };
    }

    private string Name(FilterField field) => $"{Identifier(field.Table)}.{Identifier(field.Column)}";

    private string Identifier(string name)
    {
        if (name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            return name;
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            _problem ??= "a name with a NUL character has no SQL identifier";
        }

        var quote = target.Variant == "mysql" ? "`" : "\"";
        return quote + name.Replace(quote, quote + quote, StringComparison.Ordinal) + quote;
    }
}
