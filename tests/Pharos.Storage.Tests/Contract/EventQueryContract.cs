using System.Globalization;
using Pharos.Events;
using Pharos.Storage.Tests.Indexing;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What every engine's queries must keep. An engine's test class derives from this and opens its store.</summary>
public abstract class EventQueryContract : IAsyncLifetime
{
    // Many zones of an index, and pages of every query. Two hundred thousand took two of the fifteen minutes of a run on three engines; PHAROS_MANY_EVENTS=200000 asks for them.
    private static readonly int ManyEvents = int.TryParse(Environment.GetEnvironmentVariable("PHAROS_MANY_EVENTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many : 40_000;

    private static readonly DateTimeOffset At = QuerySamples.Start.AddTicks(1_234_560);
    private IEventStore? _store;

    protected IEventStore Store => _store!;

    protected IEventLog Log => Store.Log;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IEventStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_query_pages_in_both_directions()
    {
        for (var i = 0; i < 25; i++)
        {
            await Append(i % 2 == 0 ? "even.happened" : "odd.happened");
        }

        var up = await Pages(new EventQuery { Type = "odd.happened", Limit = 5 });
        up.Select(record => record.Position.Value).ShouldBe(Enumerable.Range(1, 12).Select(i => (long)(2 * i)));
        var down = await Pages(new EventQuery { Type = "odd.happened", Limit = 5, Descending = true });
        down.Select(record => record.Position.Value).ShouldBe(up.Select(record => record.Position.Value).Reverse());
    }

    [Fact]
    public async Task A_query_filters_by_every_field()
    {
        var correlation = CorrelationId.New(TimeProvider.System);
        await Append("a.happened");
        await Append(Event("a.happened") with { Agent = "x", Workspace = "/w", Correlation = correlation, At = At.AddHours(1) });
        await Append("a.happened");
        foreach (var query in new[]
        {
            new EventQuery { Agent = "x" }, new EventQuery { Workspace = "/w" }, new EventQuery { Correlation = correlation },
            new EventQuery { From = At.AddMinutes(1) }, new EventQuery { From = At.AddHours(1), To = At.AddHours(2) },
        })
        {
            (await Pages(query)).Single().Position.ShouldBe(new Position(2), query.ToString());
        }

        (await Pages(new EventQuery { To = At })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_sees_what_was_appended_before_it()
    {
        for (var i = 0; i < 50; i++)
        {
            await Append($"n{i}.happened");
            (await Pages(new EventQuery { Type = $"n{i}.happened" })).Count.ShouldBe(1);
        }
    }

    [Fact]
    public Task Everybody_sees_what_they_appended_themselves()
    {
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 1; i <= 25; i++)
                {
                    await Append(Event("a.happened") with { Agent = $"agent-{writer}" });
                    (await Log.QueryAsync(new EventQuery { Agent = $"agent-{writer}", Descending = true }, Cancellation)).Events.Count.ShouldBe(i);
                }
            },
            Cancellation));
        return Task.WhenAll(writers);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4)]
    public async Task A_query_may_go_on_behind_any_number(long after)
    {
        for (var i = 0; i < 3; i++)
        {
            await Append("a.happened");
        }

        foreach (var query in new[] { new EventQuery(), new EventQuery { Type = "a.happened" }, new EventQuery { From = At } })
        {
            foreach (var descending in new[] { false, true })
            {
                var page = await Log.QueryAsync(query with { After = new Position(after), Descending = descending }, Cancellation);
                page.Events.Count.ShouldBe(after > 0 == descending ? 3 : 0);
                page.Next.ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_page_holds_at_least_one_event(int limit)
    {
        await Append("a.happened");
        (await Log.QueryAsync(new EventQuery { Limit = limit }, Cancellation)).Events.Count.ShouldBe(1);
        (await Log.QueryAsync(new EventQuery { Limit = limit, Type = "a.happened" }, Cancellation)).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_holds_at_most_a_thousand_events()
    {
        await AppendAll(Enumerable.Range(0, 1001).Select(_ => Event("a.happened")));
        foreach (var query in new[] { new EventQuery(), new EventQuery { Type = "a.happened" } })
        {
            var page = await Log.QueryAsync(query with { Limit = int.MaxValue }, Cancellation);
            page.Events.Count.ShouldBe(1000);
            page.Next.ShouldBe(new Position(1000));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_that_holds_the_last_match_has_no_next(bool isDescending)
    {
        for (var i = 0; i < 10; i++)
        {
            await Append("a.happened");
            await Append("b.happened");
        }

        foreach (var query in new[] { new EventQuery { Type = "a.happened", Limit = 5 }, new EventQuery { Limit = 10 } })
        {
            var first = await Log.QueryAsync(query with { Descending = isDescending }, Cancellation);
            first.Next.ShouldBe(first.Events[^1].Position);
            var second = await Log.QueryAsync(query with { Descending = isDescending, After = first.Next }, Cancellation);
            second.Events.Count.ShouldBe(query.Limit);
            second.Next.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_value_that_no_event_has_is_answered_at_once()
    {
        await Append("a.happened");
        foreach (var query in new[]
        {
            new EventQuery { Type = "b.happened" }, new EventQuery { Agent = "nobody" }, new EventQuery { Workspace = "/nowhere" }, new EventQuery { Correlation = CorrelationId.New(TimeProvider.System) },
            new EventQuery { From = At.AddDays(1) }, new EventQuery { From = At.AddDays(1), To = At.AddDays(-1) }, new EventQuery { From = DateTimeOffset.MaxValue }, new EventQuery { To = DateTimeOffset.MinValue },
        })
        {
            var page = await Log.QueryAsync(query, Cancellation);
            page.Events.ShouldBeEmpty(query.ToString());
            page.Next.ShouldBeNull(query.ToString());
        }
    }

    [Fact]
    public async Task Every_filter_on_an_empty_log_is_answered_with_nothing()
    {
        foreach (var query in QuerySamples.Ask(20, seed: 5))
        {
            (await Pages(query)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Times_are_compared_to_their_last_digit()
    {
        await Append("a.happened");
        (await Pages(new EventQuery { From = At })).Count.ShouldBe(1);
        (await Pages(new EventQuery { From = At.AddTicks(1) })).ShouldBeEmpty();
        (await Pages(new EventQuery { To = At.AddTicks(1) })).Count.ShouldBe(1);
        (await Pages(new EventQuery { From = At.ToOffset(TimeSpan.FromHours(5)), To = At.AddTicks(1).ToOffset(TimeSpan.FromHours(-3)) })).Count.ShouldBe(1);
        (await Pages(new EventQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_steps_back_hides_nothing()
    {
        for (var i = 0; i < 5; i++)
        {
            await Append(Event("a.happened") with { At = At.AddHours(-i) });
        }

        (await Pages(new EventQuery { To = At.AddHours(-3) })).Single().Position.ShouldBe(new Position(5));
    }

    [Fact]
    public async Task Values_are_compared_exactly()
    {
        foreach (var agent in new[] { "claude", "Claude", "claude ", "", "clau%", "claude\u0301" })
        {
            await Append(Event("a.happened") with { Agent = agent });
        }

        await Append("a.happened");
        foreach (var agent in new[] { "claude", "Claude", "claude ", "", "clau%", "claude\u0301" })
        {
            (await Pages(new EventQuery { Agent = agent })).Single().Agent.ShouldBe(agent);
        }
    }

    [Fact]
    public async Task The_longest_values_are_found()
    {
        var agent = new string('é', EventLimits.ActorLength);
        var workspace = "/" + new string('語', EventLimits.WorkspaceLength - 1);
        await Append(Event("a.happened") with { Agent = agent, Workspace = workspace });
        await Append(Event("a.happened") with { Agent = agent[1..], Workspace = workspace[..^1] });
        (await Pages(new EventQuery { Agent = agent, Workspace = workspace })).Single().Position.ShouldBe(new Position(1));
        (await Pages(new EventQuery { Workspace = workspace[..^1] })).Single().Position.ShouldBe(new Position(2));
    }

    [Fact]
    public async Task A_correlation_may_have_any_number_of_events()
    {
        var correlation = CorrelationId.New(TimeProvider.System);
        await AppendAll(Enumerable.Range(0, 1500).Select(i => Event("a.happened") with { Correlation = i % 3 == 0 ? null : correlation }));
        foreach (var isDescending in new[] { false, true })
        {
            (await Pages(new EventQuery { Correlation = correlation, Limit = 700, Descending = isDescending })).Count.ShouldBe(1000);
        }
    }

    [Fact]
    public async Task Two_frequent_values_that_never_stand_together_are_answered_with_nothing()
    {
        await AppendAll(Enumerable.Range(0, 4000).Select(i => Event(i % 2 == 0 ? "a.happened" : "b.happened") with { Agent = i % 2 == 0 ? "x" : "y" }));
        foreach (var isDescending in new[] { false, true })
        {
            (await Pages(new EventQuery { Type = "a.happened", Agent = "y", Descending = isDescending })).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task An_event_whose_payload_was_removed_is_still_found()
    {
        var correlation = CorrelationId.New(TimeProvider.System);
        await Append(Event("a.happened") with { Agent = "x", Correlation = correlation });
        await Append("b.happened");
        await Store.Maintenance.RemovePayloadsAsync(new RemovalStep([new Position(1)], PayloadRemoval.Erased, Event("log.erased")), Cancellation);
        foreach (var query in new[] { new EventQuery { Agent = "x" }, new EventQuery { Correlation = correlation }, new EventQuery { Type = "a.happened", From = At } })
        {
            var found = (await Pages(query)).Single();
            found.Position.ShouldBe(new Position(1));
            found.Removed.ShouldNotBeNull();
            found.Payload.IsEmpty.ShouldBeTrue();
        }

        (await Pages(new EventQuery { Type = "log.erased" })).Single().Position.ShouldBe(new Position(3));
    }

    [Theory]
    [InlineData(11, 1UL)]
    [InlineData(12, 2UL)]
    public async Task Every_query_answers_what_a_walk_over_all_events_would(int events, ulong queries)
    {
        await AppendAll(QuerySamples.Events(3500, events));
        var all = await All();
        foreach (var query in QuerySamples.Ask(250, queries))
        {
            (await Pages(query)).Select(record => record.Position).ShouldBe(QuerySamples.Expect(all, query).Select(record => record.Position), query.ToString());
        }
    }

    [Fact]
    public async Task Queries_between_appends_answer_what_a_walk_over_all_events_would()
    {
        var queries = QuerySamples.Ask(60, seed: 3);
        var asked = 0;
        foreach (var batch in QuerySamples.Events(1800, seed: 4).Chunk(90))
        {
            await AppendAll(batch);
            var all = await All();
            foreach (var query in queries.Skip(asked).Take(3))
            {
                (await Pages(query)).Select(record => record.Position).ShouldBe(QuerySamples.Expect(all, query).Select(record => record.Position), query.ToString());
            }

            asked += 3;
        }
    }

    [Fact]
    public async Task An_index_that_is_made_anew_answers_as_before()
    {
        await AppendAll(QuerySamples.Events(1500, seed: 6));
        var all = await All();
        await Store.Index.RebuildAsync(cancellationToken: Cancellation);
        Store.Index.Position.ShouldBe(all[^1].Position);
        foreach (var query in QuerySamples.Ask(30, seed: 7))
        {
            (await Pages(query)).Select(record => record.Position).ShouldBe(QuerySamples.Expect(all, query).Select(record => record.Position), query.ToString());
        }
    }

    [Fact]
    public async Task A_closed_log_answers_no_query()
    {
        await Append("a.happened");
        await Store.DisposeAsync();
        foreach (var query in new[] { new EventQuery(), new EventQuery { Type = "a.happened" } })
        {
            (await Should.ThrowAsync<EventLogUnavailableException>(async () => await Log.QueryAsync(query, Cancellation))).Code.ShouldBe("log.closed");
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Many_events_are_searched_rightly()
    {
        await AppendAll(QuerySamples.Events(ManyEvents, seed: 8));
        var all = await All();
        foreach (var query in QuerySamples.Ask(60, seed: 9))
        {
            var wanted = QuerySamples.Expect(all, query with { After = null });
            var found = await Pages(query with { After = null, Limit = 1000 });
            found.Select(record => record.Position).ShouldBe(wanted.Select(record => record.Position), query.ToString());
        }
    }

    protected static NewEvent Event(string type) => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = type,
        At = At,
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };

    protected Task Append(string type) => Append(Event(type));

    protected async Task Append(NewEvent next) => (await Log.AppendAsync(AppendBatch.Of(next), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();

    protected async Task AppendAll(IEnumerable<NewEvent> events)
    {
        foreach (var batch in events.Chunk(EventLimits.EventsPerBatch))
        {
            (await Log.AppendAsync(AppendBatch.Of(batch), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        }
    }

    protected async Task<List<EventRecord>> All()
    {
        var all = new List<EventRecord>();
        await foreach (var record in Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        return all;
    }

    protected Task<List<EventRecord>> Pages(EventQuery query) => QuerySamples.Pages(Log, query, Cancellation);
}
