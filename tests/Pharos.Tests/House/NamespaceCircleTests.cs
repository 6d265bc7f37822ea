namespace Pharos.Tests.House;

public sealed class NamespaceCircleTests
{
    [Fact]
    public void No_namespace_reaches_itself_through_others()
    {
        var known = SourceTree.Files.Select(file => file.Namespace).OfType<string>().ToHashSet();
        var arrows = SourceTree.Files
            .Where(file => file.Namespace is not null)
            .GroupBy(file => file.Namespace!)
            .ToDictionary(group => group.Key, group => group.SelectMany(file => file.Imports).Where(import => known.Contains(import) && import != group.Key).ToHashSet());
        arrows.ShouldNotBeEmpty();
        arrows.Keys.Select(start => CircleFrom(start, arrows)).OfType<string>().ShouldBeEmpty();
    }

    [Fact]
    public void A_circle_would_be_found()
    {
        var arrows = new Dictionary<string, HashSet<string>> { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A"], ["D"] = ["A"] };
        CircleFrom("A", arrows).ShouldBe("A → B → C → A");
        CircleFrom("D", arrows).ShouldBeNull();
    }

    private static string? CircleFrom(string start, Dictionary<string, HashSet<string>> arrows)
    {
        var cameFrom = new Dictionary<string, string>();
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var here))
        {
            foreach (var next in arrows.GetValueOrDefault(here, []))
            {
                if (next == start)
                {
                    var path = new List<string> { start };
                    for (var step = here; step != start; step = cameFrom[step])
                    {
                        path.Insert(0, step);
                    }

                    return string.Join(" → ", path.Prepend(start));
                }

                if (cameFrom.TryAdd(next, here))
                {
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }
}
