using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Walking through values and reachability in graphs.</summary>
internal static class Graphs
{
    internal static IEnumerable<Builtin> All =>
    [
        new("walk", 1, false, Walk) { IsRelation = true },
        new("graph.reachable", 2, false, Reachable),
        new("graph.reachable_paths", 2, false, ReachablePaths),
    ];

    private static RegoValue? Walk(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        var found = new List<RegoValue>();
        Visit(context, [], arguments[0], found);
        return context.LastError is not null ? null
            : found.Count > context.Limits.MaxElements ? context.LimitReached("too many values") : RegoArray.From(found);
    }

    private static void Visit(BuiltinContext context, RegoValue[] path, RegoValue value, List<RegoValue> found)
    {
        found.Add(RegoArray.Of(RegoArray.Adopt(path), value));
        if (found.Count > context.Limits.MaxElements || context.LastError is not null || ((found.Count & 0xfff) == 0 && context.IsOver()))
        {
            return;
        }

        switch (value)
        {
            case RegoArray array:
                for (int i = 0; i < array.Count; i++)
                {
                    Visit(context, [.. path, RegoNumber.Of(i)], array[i], found);
                }

                break;
            case RegoObject entries:
                foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
                {
                    Visit(context, [.. path, entry.Key], entry.Value, found);
                }

                break;
            case RegoSet set:
                foreach (RegoValue item in set)
                {
                    Visit(context, [.. path, item], item, found);
                }

                break;
        }
    }

    private static RegoValue? Reachable(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!Start(context, arguments, out RegoObject graph, out IEnumerable<RegoValue> initial))
        {
            return null;
        }

        var reached = new RegoSet.Builder();
        var queue = new Queue<RegoValue>(initial);
        while (queue.TryDequeue(out RegoValue? node))
        {
            if (graph.TryGet(node, out RegoValue? edges) && reached.Add(node))
            {
                foreach (RegoValue neighbour in Vertices(edges))
                {
                    queue.Enqueue(neighbour);
                }
            }
        }

        return reached.Build();
    }

    private static RegoValue? ReachablePaths(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!Start(context, arguments, out RegoObject graph, out IEnumerable<RegoValue> initial))
        {
            return null;
        }

        var paths = new RegoSet.Builder();
        int budget = context.Limits.MaxElements;
        foreach (RegoValue node in initial)
        {
            if (graph.ContainsKey(node))
            {
                Extend(context, graph, node, [], paths, ref budget);
            }
        }

        return context.LastError is not null ? null : budget <= 0 ? context.LimitReached("too many paths") : paths.Build();
    }

    private static void Extend(BuiltinContext context, RegoObject graph, RegoValue node, RegoValue[] path, RegoSet.Builder paths, ref int budget)
    {
        if (--budget <= 0 || path.Length > RegoValue.MaxJsonDepth || ((budget & 0xff) == 0 && context.IsOver()))
        {
            budget = 0;
            return;
        }

        if (!graph.TryGet(node, out RegoValue? edges))
        {
            paths.Add(RegoArray.Adopt(path));
            return;
        }

        RegoValue[] longer = [.. path, node];
        RegoValue[] neighbours = [.. Vertices(edges)];
        if (neighbours.Length == 0)
        {
            paths.Add(RegoArray.Adopt(longer));
        }

        foreach (RegoValue neighbour in neighbours)
        {
            if (Array.Exists(longer, neighbour.Equals))
            {
                paths.Add(RegoArray.Adopt(longer));
            }
            else
            {
                Extend(context, graph, neighbour, longer, paths, ref budget);
            }
        }
    }

    private static bool Start(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, out RegoObject graph, out IEnumerable<RegoValue> initial)
    {
        initial = Vertices(arguments[1]);
        if (!context.Object(arguments, 1, out graph))
        {
            return false;
        }

        if (arguments[1] is RegoArray or RegoSet)
        {
            return true;
        }

        context.WrongType(2, arguments[1], "{array, set}");
        return false;
    }

    private static IEnumerable<RegoValue> Vertices(RegoValue collection) => collection as IEnumerable<RegoValue> ?? [];
}
