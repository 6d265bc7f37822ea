using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>The changes of a delta bundle, in order; either all apply or none does.</summary>
/// <param name="Operations">The changes.</param>
public sealed record BundlePatch(IReadOnlyList<BundlePatchOperation> Operations)
{
    /// <summary>Most changes of one patch.</summary>
    public const int MaximumOperations = 100_000;

    /// <summary>Applies the changes to the data of the activated bundle.</summary>
    /// <returns>The new data, or null with what is wrong.</returns>
    public (RegoObject? Data, BundleProblem? Problem) Apply(RegoObject data)
    {
        for (var i = 0; i < Operations.Count; i++)
        {
            var operation = Operations[i];
            if (Step(data, operation, 0, out var why) is not RegoObject next)
            {
                return (null, new BundleProblem(
                    "bundle.patch", $"Operation {i + 1} ({operation.Kind} at \"{string.Join('/', operation.Path)}\") does not apply: {why ?? "data must stay an object"}.", BundleFileNames.Patch));
            }

            data = next;
        }

        return (data, null);
    }

    private static RegoValue? Step(RegoValue at, BundlePatchOperation operation, int depth, out string? why)
    {
        why = null;
        if (depth == operation.Path.Count)
        {
            return operation.Value;
        }

        return at switch
        {
            RegoObject map => InObject(map, operation, depth, out why),
            RegoArray list => InArray(list, operation, depth, out why),
            _ => Missing(operation, depth, out why),
        };
    }

    private static RegoValue? InObject(RegoObject map, BundlePatchOperation operation, int depth, out string? why)
    {
        why = null;
        var key = RegoString.Of(operation.Path[depth]);
        var isLast = depth == operation.Path.Count - 1;
        var isUpsert = operation.Kind == BundlePatchKind.Upsert;
        if (!map.TryGet(key, out var child))
        {
            if (!isUpsert)
            {
                return Missing(operation, depth, out why);
            }

            child = RegoObject.Empty;
        }

        var changed = new RegoObject.Builder(map);
        if (isLast && operation.Kind == BundlePatchKind.Remove)
        {
            var rest = new RegoObject.Builder();
            foreach (var (name, value) in map)
            {
                if (!name.Equals(key))
                {
                    rest.Set(name, value);
                }
            }

            return rest.Build();
        }

        if (Step(child, operation, depth + 1, out why) is not { } next)
        {
            return null;
        }

        changed.Set(key, next);
        return changed.Build();
    }

    private static RegoValue? InArray(RegoArray list, BundlePatchOperation operation, int depth, out string? why)
    {
        why = null;
        var part = operation.Path[depth];
        var isLast = depth == operation.Path.Count - 1;
        var items = list.ToList();
        var isAppended = part == "-" && isLast && operation.Kind == BundlePatchKind.Upsert;
        var index = isAppended ? items.Count : int.TryParse(part, System.Globalization.NumberStyles.None, null, out var read) ? read : -1;
        if (index < 0 || (index >= items.Count && !isAppended))
        {
            return Missing(operation, depth, out why);
        }

        if (!isLast)
        {
            if (Step(items[index], operation, depth + 1, out why) is not { } next)
            {
                return null;
            }

            items[index] = next;
            return RegoArray.From([.. items]);
        }

        switch (operation.Kind)
        {
            case BundlePatchKind.Upsert:
                items.Insert(index, operation.Value!);
                break;
            case BundlePatchKind.Replace:
                items[index] = operation.Value!;
                break;
            default:
                items.RemoveAt(index);
                break;
        }

        return RegoArray.From([.. items]);
    }

    private static RegoValue? Missing(BundlePatchOperation operation, int depth, out string why)
    {
        why = $"there is nothing at \"{string.Join('/', operation.Path.Take(depth + 1))}\"";
        return null;
    }
}
