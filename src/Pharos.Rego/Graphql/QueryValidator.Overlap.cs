namespace Pharos.Rego.Graphql;

internal sealed partial class QueryValidator
{
    /// <summary>How many pairs of fields are compared in one document: merging is quadratic, and a hostile query would take minutes.</summary>
    private const int MaxComparisons = 100_000;

    private int _comparisons;

    private sealed record Selected(FieldSelection Field, FieldDefinition? Definition, TypeDefinition? Parent);

    /// <summary>Fields of one response name must be the same field with the same arguments wherever both may apply, and of one shape everywhere.</summary>
    private void CheckOverlap(IReadOnlyList<Selection> selections, TypeDefinition? parent)
    {
        if (selections.Count == 0)
        {
            return;
        }

        var fields = new Dictionary<string, List<Selected>>(StringComparer.Ordinal);
        Collect(selections, parent, fields, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (name, group) in fields)
        {
            for (var i = 0; i < group.Count; i++)
            {
                for (var j = i + 1; j < group.Count; j++)
                {
                    if (Conflict(group[i], group[j], exclusive: false, depth: 0) is { } reason)
                    {
                        Report(
                            $"Fields \"{name}\" conflict because {reason}. Use different aliases on the fields to fetch both if this was intentional.",
                            group[i].Field.Position);
                        return;
                    }
                }
            }
        }
    }

    private void Collect(IReadOnlyList<Selection> selections, TypeDefinition? parent, Dictionary<string, List<Selected>> fields, HashSet<string> spread)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection field:
                    if (!fields.TryGetValue(field.Alias, out var group))
                    {
                        fields[field.Alias] = group = [];
                    }

                    group.Add(new Selected(field, Definition(field, parent), parent));
                    break;
                case InlineFragment inline:
                    Collect(inline.Selections, inline.TypeCondition.Length > 0 ? _system.Type(inline.TypeCondition) : parent, fields, spread);
                    break;
                case FragmentSpread { Name: var name } when spread.Add(name) && _fragments.TryGetValue(name, out var fragment):
                    Collect(fragment.Selections, _system.Type(fragment.TypeCondition), fields, spread);
                    break;
                default:
                    break;
            }
        }
    }

    private string? Conflict(Selected a, Selected b, bool exclusive, int depth)
    {
        if (ReferenceEquals(a.Field, b.Field) || depth > GraphqlParser.MaxDepth)
        {
            return null;
        }

        if (++_comparisons > MaxComparisons)
        {
            return "they take more comparisons than are made";
        }

        exclusive |= a.Parent is { Kind: "OBJECT" } && b.Parent is { Kind: "OBJECT" } && a.Parent.Name != b.Parent.Name;
        if (!exclusive && a.Field.Name != b.Field.Name)
        {
            return $"\"{a.Field.Name}\" and \"{b.Field.Name}\" are different fields";
        }

        if (!exclusive && !SameArguments(a.Field.Arguments, b.Field.Arguments))
        {
            return "they have differing arguments";
        }

        if (a.Definition is { Type: var left } && b.Definition is { Type: var right } && DifferentShape(left, right))
        {
            return $"they return conflicting types \"{left}\" and \"{right}\"";
        }

        return a.Field.Selections.Count > 0 && b.Field.Selections.Count > 0 ? SubConflict(a, b, exclusive, depth) : null;
    }

    private string? SubConflict(Selected a, Selected b, bool exclusive, int depth)
    {
        var left = new Dictionary<string, List<Selected>>(StringComparer.Ordinal);
        var right = new Dictionary<string, List<Selected>>(StringComparer.Ordinal);
        Collect(a.Field.Selections, a.Definition is null ? null : _system.Type(a.Definition.Type.InnerName), left, new HashSet<string>(StringComparer.Ordinal));
        Collect(b.Field.Selections, b.Definition is null ? null : _system.Type(b.Definition.Type.InnerName), right, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (name, group) in left)
        {
            foreach (var other in right.TryGetValue(name, out var others) ? others : [])
            {
                var reason = group.Select(field => Conflict(field, other, exclusive, depth + 1)).FirstOrDefault(static r => r is not null);
                if (reason is not null)
                {
                    return $"subfields \"{name}\" conflict because {reason}";
                }
            }
        }

        return null;
    }

    private static bool SameArguments(IReadOnlyList<Argument> left, IReadOnlyList<Argument> right) =>
        left.Count == right.Count && left.All(a => right.FirstOrDefault(b => b.Name == a.Name) is { } b && a.Value.ToString() == b.Value.ToString());

    private bool DifferentShape(TypeReference left, TypeReference right)
    {
        if (left.NonNull != right.NonNull || (left.Element is null) != (right.Element is null))
        {
            return true;
        }

        if (left.Element is not null)
        {
            return DifferentShape(left.Element, right.Element!);
        }

        return (_system.Type(left.Name) is { IsLeaf: true } || _system.Type(right.Name) is { IsLeaf: true }) && left.Name != right.Name;
    }
}
