using FsCheck;
using FsCheck.Fluent;
using Pharos.Events;

namespace Pharos.Storage.Tests.Indexing;

/// <summary>Events in which everything a query can ask for occurs often, rarely and never, and queries that ask for it.</summary>
internal static class QuerySamples
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);

    private static readonly string[] Types = ["proposal.decided", "proposal.executed", "log.read", "never.happened"];
    private static readonly string?[] Agents = [null, "claude-1", "codex", "", "never", "clüde '; --"];
    private static readonly string?[] Workspaces = [null, "/srv/app", "/srv/äpp/日本語", "/never"];

    private static readonly Gen<EventQuery> Queries =
        from type in Sometimes(Types)
        from agent in Sometimes(Agents)
        from workspace in Sometimes(Workspaces)
        from correlation in Gen.Frequency((6, Gen.Constant(-1)), (1, Gen.Choose(0, 40)))
        from @from in Gen.Frequency((3, Gen.Constant(int.MinValue)), (2, Gen.Choose(-2000, 6000)))
        from length in Gen.Frequency((3, Gen.Constant(int.MinValue)), (2, Gen.Choose(-10, 3000)))
        from after in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, 4000)))
        from limit in Gen.Elements(1, 7, 100, 1000)
        from isDescending in Gen.Elements(false, true)
        select new EventQuery
        {
            Type = type,
            Agent = agent,
            Workspace = workspace,
            Correlation = correlation < 0 ? null : Correlation(correlation),
            From = @from == int.MinValue ? null : Start.AddMilliseconds(@from),
            To = length == int.MinValue ? null : Start.AddMilliseconds((@from == int.MinValue ? 0 : @from) + length).AddTicks(3),
            After = after < 0 ? null : new Position(after),
            Limit = limit,
            Descending = isDescending,
        };

    /// <summary>Queries, always the same for a seed.</summary>
    public static IReadOnlyList<EventQuery> Ask(int count, ulong seed) => [.. Queries.Sample(50, new Rnd(seed), count)];

    /// <summary>Events, always the same for a seed. Their clock steps back now and then.</summary>
    public static IEnumerable<NewEvent> Events(int count, int seed)
    {
        var random = new Random(seed);
        var at = Start;
        for (var i = 0; i < count; i++)
        {
            at = random.Next(100) == 0 ? at.AddMilliseconds(-random.Next(1500)) : at.AddMilliseconds(random.Next(3));
            yield return new NewEvent
            {
                Stream = new StreamId("proposal", Uuid(random)),
                Id = new EventId(Uuid(random)),
                // The first is most of them, the second a tenth, the third one in a hundred.
                Type = Types[Rank(random, 3)],
                Agent = Agents[random.Next(5) == 0 ? random.Next(4) : Rank(random, 4)] is { } agent && random.Next(300) == 0 ? "clüde '; --" : Agents[Rank(random, 4)],
                Workspace = Workspaces[Rank(random, 3)],
                Correlation = random.Next(3) == 0 ? Correlation(random.Next(30)) : random.Next(2) == 0 ? new CorrelationId(Uuid(random)) : null,
                At = at,
                Actor = new Actor(ActorKind.Agent, "claude-1"),
                Payload = "{}"u8.ToArray(),
            };
        }
    }

    /// <summary>What a query must answer, page by page laid together.</summary>
    public static List<EventRecord> Expect(IReadOnlyList<EventRecord> all, EventQuery query)
    {
        var matching = all.Where(query.Matches);
        return query.Descending
            ? [.. matching.Where(record => query.After is not { } before || record.Position < before).OrderByDescending(record => record.Position)]
            : [.. matching.Where(record => query.After is not { } after || record.Position > after).OrderBy(record => record.Position)];
    }

    /// <summary>All pages of a query, laid together.</summary>
    public static async Task<List<EventRecord>> Pages(IEventLog log, EventQuery query, CancellationToken cancellationToken)
    {
        var found = new List<EventRecord>();
        var pages = 0;
        for (var next = (EventQuery?)query; next is not null;)
        {
            var page = await log.QueryAsync(next, cancellationToken);
            page.Events.Count.ShouldBeLessThanOrEqualTo(query.Limit, query.ToString());
            found.AddRange(page.Events);
            (++pages).ShouldBeLessThan(100_000, query.ToString());
            if (page.Next is { } after && page.Events.Count > 0)
            {
                (query.Descending ? after <= page.Events[^1].Position : after >= page.Events[^1].Position).ShouldBeTrue(query.ToString());
            }

            next = page.Next is { } behind ? query with { After = behind } : null;
        }

        return found;
    }

    public static CorrelationId Correlation(int number) => new(new Guid(number, 1, 7, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static Gen<string?> Sometimes(string?[] values) => Gen.Frequency((3, Gen.Constant<string?>(null)), (2, Gen.Elements(values)));

    private static int Rank(Random random, int ranks)
    {
        var rank = 0;
        while (rank < ranks - 1 && random.Next(10) == 0)
        {
            rank++;
        }

        return rank;
    }

    private static Guid Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
