using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>JSON Patch (RFC 6902) on values, with paths that may also name elements of sets.</summary>
internal static class JsonPatch
{
    private enum Change
    {
        Add,
        Remove,
    }

    internal static RegoValue? Apply(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 2, out RegoArray patches))
        {
            return null;
        }

        RegoValue? target = arguments[0];
        foreach (RegoValue item in patches.AsSpan())
        {
            if (item is not RegoObject patch)
            {
                return context.Failure("must be an array of JSON-Patch objects, but at least one element is not an object");
            }

            target = Step(context, target, patch);
            if (context.LastError is not null)
            {
                return null;
            }
        }

        return target;
    }

    /// <summary>What one patch makes of a document; null without an error is no document, which <c>add</c> may bring back.</summary>
    private static RegoValue? Step(BuiltinContext context, RegoValue? target, RegoObject patch)
    {
        if (!patch.TryGet("path", out RegoValue? rawPath))
        {
            return context.Failure("missing required attribute 'path'");
        }

        if (!patch.TryGet("op", out RegoValue? operation))
        {
            return context.Failure("missing required attribute 'op'");
        }

        if (operation is not RegoString { Value: var name })
        {
            return context.Failure("attribute 'op' must be a string but found: " + operation.KindName);
        }

        if (Path(rawPath) is not { } path)
        {
            return context.Failure("attribute 'path' must be a string or an array but found: " + rawPath.KindName);
        }

        RegoValue? value = null;
        if (name is "add" or "replace" or "test" && !patch.TryGet("value", out value))
        {
            return context.Failure("missing required attribute 'value'");
        }

        RegoValue[]? from = null;
        if (name is "move" or "copy")
        {
            if (!patch.TryGet("from", out RegoValue? rawFrom))
            {
                return context.Failure("missing required attribute 'from'");
            }

            from = Path(rawFrom);
            value = from is null ? null : Find(target, from);
        }

        if (path.Length == 0 && (name == "remove" || (name == "replace" && target is null)))
        {
            return target is null ? context.Failure($"cannot {name} at path {rawPath}") : null;
        }

        RegoValue? result = name switch
        {
            "add" => Changed(target, path, Change.Add, value),
            "remove" => Changed(target, path, Change.Remove, null),
            "replace" => path.Length == 0 ? value : Changed(Changed(target, path, Change.Remove, null), path, Change.Add, value),
            "test" => Find(target, path) is { } found && found.Equals(value) ? target : null,
            "copy" => value is null ? null : Changed(target, path, Change.Add, value),
            "move" => value is null || Changed(target, from, Change.Remove, null) is not { } rest ? null : Changed(rest, path, Change.Add, value),
            _ => context.Failure($"unrecognized op: '{name}'"),
        };
        return result ?? (context.LastError is null ? context.Failure($"cannot {name} at path {rawPath}") : null);
    }

    private static RegoValue[]? Path(RegoValue path) => path is RegoString { Value.Length: 0 } ? [] : Json.Steps(path);

    private static RegoValue? Find(RegoValue? value, ReadOnlySpan<RegoValue> path)
    {
        RegoValue? at = value;
        foreach (RegoValue step in path)
        {
            at = at switch
            {
                RegoObject entries => entries.TryGet(step, out RegoValue? next) ? next : null,
                RegoArray array => Index(step, array.Count - 1) is { } index ? array[index] : null,
                RegoSet set => set.Contains(step) ? step : null,
                _ => null,
            };
        }

        return at;
    }

    private static RegoValue? Changed(RegoValue? target, ReadOnlySpan<RegoValue> path, Change change, RegoValue? value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        RegoValue step = path[0];
        bool last = path.Length == 1;
        switch (target)
        {
            case RegoObject entries:
                bool exists = entries.TryGet(step, out RegoValue? below);
                if (!exists && !(last && change == Change.Add))
                {
                    return null;
                }

                return InObject(entries, step, last && change == Change.Remove ? null : last ? value : Changed(below!, path[1..], change, value), remove: last && change == Change.Remove);
            case RegoArray array:
                return InArray(array, path, change, value);
            case RegoSet set:
                if (!set.Contains(step) && !(last && change == Change.Add))
                {
                    return null;
                }

                RegoValue? inner = last ? value : Changed(step, path[1..], change, value);
                if (inner is null && !(last && change == Change.Remove))
                {
                    return null;
                }

                // Adding to a set repeats the element as the path's last step.
                if (last && change == Change.Add && !step.Equals(value))
                {
                    return null;
                }

                var items = new RegoSet.Builder(set.Count + 1);
                foreach (RegoValue item in set.Where(item => (last && change == Change.Add) || !item.Equals(step)))
                {
                    items.Add(item);
                }

                if (inner is not null)
                {
                    items.Add(inner);
                }

                return items.Build();
            default:
                return null;
        }
    }

    private static RegoObject? InObject(RegoObject entries, RegoValue key, RegoValue? value, bool remove)
    {
        if (!remove)
        {
            if (value is null)
            {
                return null;
            }

            var set = new RegoObject.Builder(entries);
            set.Set(key, value);
            return set.Build();
        }

        var builder = new RegoObject.Builder(entries.Count);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            if (!entry.Key.Equals(key))
            {
                builder.Set(entry.Key, entry.Value);
            }
        }

        return builder.Build();
    }

    private static RegoArray? InArray(RegoArray array, ReadOnlySpan<RegoValue> path, Change change, RegoValue? value)
    {
        bool last = path.Length == 1;
        bool adds = last && change == Change.Add;
        int? at = adds && path[0] is RegoString { Value: "-" } ? array.Count : Index(path[0], adds ? array.Count : array.Count - 1);
        if (at is not { } index)
        {
            return null;
        }

        List<RegoValue> items = [.. array];
        if (adds)
        {
            items.Insert(index, value!);
        }
        else if (last && change == Change.Remove)
        {
            items.RemoveAt(index);
        }
        else if ((last ? value : Changed(array[index], path[1..], change, value)) is { } changed)
        {
            items[index] = changed;
        }
        else
        {
            return null;
        }

        return RegoArray.From(items);
    }

    private static int? Index(RegoValue step, int largest)
    {
        long index = -1;
        bool read = step switch
        {
            RegoNumber number => number.TryGetInt64(out index),
            RegoString text => (text.Value == "0" || !text.Value.StartsWith('0')) && long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out index),
            _ => false,
        };
        return read && index >= 0 && index <= largest ? (int)index : null;
    }
}
