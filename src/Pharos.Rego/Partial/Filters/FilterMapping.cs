using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>
/// How unknowns are named in a database. For each table: <c>$self</c> its other name, the other names of its columns, and <c>$table</c> for an
/// unknown such as <c>input.price</c> that is a column of the table named.
/// </summary>
public sealed class FilterMapping
{
    private readonly Dictionary<string, Dictionary<string, string>> _tables = new(StringComparer.Ordinal);

    private FilterMapping()
    {
    }

    /// <summary>A mapping that keeps every name.</summary>
    public static FilterMapping None { get; } = new();

    /// <summary>Reads a mapping; null, with what is wrong, where it is no object of objects of texts.</summary>
    public static FilterMapping? Read(RegoValue? json, out string? problem)
    {
        problem = null;
        if (json is null)
        {
            return None;
        }

        var mapping = new FilterMapping();
        foreach (var (table, columns) in json as RegoObject ?? RegoObject.Empty)
        {
            if (columns is not RegoObject names || !names.All(n => n is { Key: RegoString, Value: RegoString }))
            {
                problem = $"the mapping of table {table} must be an object of names";
                return null;
            }

            mapping._tables[((RegoString)table).Value] = names.ToDictionary(n => ((RegoString)n.Key).Value, n => ((RegoString)n.Value).Value, StringComparer.Ordinal);
        }

        problem = json is RegoObject ? null : "a table mapping must be an object";
        return problem is null ? mapping : null;
    }

    /// <summary>The names of the field behind a path below the input; null where the path is neither table and column nor a mapped column.</summary>
    internal FilterField? Field(IReadOnlyList<string> path)
    {
        var table = path[0];
        string column;
        if (path.Count == 2)
        {
            column = path[1];
        }
        else if (path.Count == 1 && _tables.TryGetValue(table, out var alone) && alone.TryGetValue("$table", out var holder))
        {
            (table, column) = (holder, path[0]);
        }
        else
        {
            return null;
        }

        if (_tables.TryGetValue(table, out var names))
        {
            column = names.GetValueOrDefault(column, column);
            table = names.GetValueOrDefault("$self", table);
        }

        return new FilterField(table, column);
    }
}
