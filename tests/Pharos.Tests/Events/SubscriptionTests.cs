using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class SubscriptionTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Types = ["a.happened", "b.happened", "c.happened"];
    private static readonly string?[] Agents = [null, "claude", "codex"];

    private readonly InMemoryEventLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_subscriber_gets_exactly_what_it_asked_for_once_and_in_order(int seed)
    {
        const int Events = 6000;
        var random = new Random(seed);
        var kinds = Enumerable.Range(0, Events).Select(_ => (Type: Types[random.Next(3)], Agent: Agents[random.Next(3)])).ToList();
        var filters = (from type in Types.Append(null) from agent in Agents select new EventFilter { Type = type, Agent = agent }).ToList();
        for (var i = 0; i < 1000; i++)
        {
            await Append(kinds[i].Type, kinds[i].Agent);
        }

        // One of the last events matches each filter, so that each reader knows when it has everything.
        var readers = filters.Select((filter, index) => Task.Run(() => Collect(filter, new Position(index * 100)), Cancellation)).ToList();
        for (var i = 1000; i < Events; i++)
        {
            await Append(kinds[i].Type, kinds[i].Agent);
            if (i % 97 == 0)
            {
                await Task.Yield();
            }
        }

        foreach (var (type, agent) in from type in Types from agent in Agents.Skip(1) select (type, agent))
        {
            await Append(type, agent, "{\"last\":true}");
        }

        for (var i = 0; i < filters.Count; i++)
        {
            var seen = await readers[i].WaitAsync(Patience, Cancellation);
            var expected = new List<long>();
            await foreach (var record in _log.ReadAllAsync(new Position(i * 100), Cancellation))
            {
                if (filters[i].Matches(record))
                {
                    expected.Add(record.Position.Value);
                    if (record.Payload.Length > 2)
                    {
                        break;
                    }
                }
            }

            seen.ShouldBe(expected, filters[i].ToString());
        }
    }

    [Fact]
    public async Task An_erased_payload_is_not_handed_on_by_a_reader_that_took_it_before()
    {
        for (var i = 0; i < 3; i++)
        {
            await Append("a.happened", null, "{\"secret\":1}");
        }

        var cursor = _log.Subscribe(Position.Start).OpenCursor();
        cursor.TryRead(out var first).ShouldBeTrue();
        first.Payload.IsEmpty.ShouldBeFalse();
        await _log.RemovePayloadsAsync(new RemovalStep([new Position(3)], PayloadRemoval.Erased, Event("log.erased", null, "{}")), Cancellation);
        var rest = new List<EventRecord>();
        while (rest.Count < 3)
        {
            if (cursor.TryRead(out var record))
            {
                rest.Add(record);
            }
            else
            {
                await cursor.WaitAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation);
            }
        }

        rest.Select(record => record.Position.Value).ShouldBe([2, 3, 4]);
        rest.Select(record => record.Payload.IsEmpty).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task A_cursor_passes_what_does_not_match_and_knows_where_it_stands()
    {
        await Append("a.happened", null);
        await Append("b.happened", null);
        await Append("a.happened", null);
        var cursor = ((IEventLog)_log).Subscribe(Position.Start, new EventFilter { Type = "b.happened" }).OpenCursor();
        cursor.TryRead(out var record).ShouldBeTrue();
        record.Position.ShouldBe(new Position(2));
        cursor.Seen.ShouldBe(new Position(2));
        cursor.TryRead(out _).ShouldBeFalse();
        cursor.Seen.ShouldBe(new Position(3));
        cursor.Head.ShouldBe(new Position(3));
    }

    [Fact]
    public async Task A_cursor_that_skips_goes_on_behind()
    {
        for (var i = 0; i < 5; i++)
        {
            await Append("a.happened", null);
        }

        var cursor = _log.Subscribe(Position.Start).OpenCursor();
        cursor.TryRead(out _).ShouldBeTrue();
        cursor.SkipTo(new Position(4));
        cursor.SkipTo(new Position(2));
        cursor.TryRead(out var record).ShouldBeTrue();
        record.Position.ShouldBe(new Position(5));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a.happened")]
    public async Task Large_payloads_are_taken_in_small_parts_and_none_is_left_out(string? type)
    {
        // The first ones are no longer kept by the feed and come from the log.
        const int Events = 120;
        var payload = $"\"{new string('x', 100_000)}\"";
        for (var i = 0; i < Events; i++)
        {
            await Append("a.happened", null, payload);
        }

        var cursor = ((IEventLog)_log).Subscribe(Position.Start, new EventFilter { Type = type }).OpenCursor();
        var seen = new List<long>();
        while (seen.Count < Events)
        {
            if (cursor.TryRead(out var record))
            {
                seen.Add(record.Position.Value);
            }
            else
            {
                await cursor.WaitAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation);
            }
        }

        seen.ShouldBe(Enumerable.Range(1, Events).Select(position => (long)position));
    }

    [Fact]
    public async Task A_closed_log_ends_a_filtered_subscription()
    {
        await using var reader = ((IEventLog)_log).Subscribe(Position.Start, new EventFilter { Type = "b.happened" }).GetAsyncEnumerator(Cancellation);
        var next = reader.MoveNextAsync().AsTask();
        await Append("a.happened", null);
        next.IsCompleted.ShouldBeFalse();
        await _log.DisposeAsync();
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await next.WaitAsync(Patience, Cancellation))).Code.ShouldBe("log.closed");
    }

    private async Task<List<long>> Collect(EventFilter filter, Position after)
    {
        var seen = new List<long>();
        await foreach (var record in ((IEventLog)_log).Subscribe(after, filter).WithCancellation(Cancellation))
        {
            seen.Add(record.Position.Value);
            if (record.Payload.Length > 2)
            {
                break;
            }
        }

        return seen;
    }

    private async Task Append(string type, string? agent, string payload = "{}") => await _log.AppendAsync(AppendBatch.Of(Event(type, agent, payload)), Cancellation);

    private static NewEvent Event(string type, string? agent, string payload) => new()
    {
        Stream = new StreamId("test", EventId.New(TimeProvider.System).Value),
        Id = EventId.New(TimeProvider.System),
        Type = type,
        Agent = agent,
        At = DateTimeOffset.UnixEpoch,
        Actor = new Actor(ActorKind.System, "test"),
        Payload = System.Text.Encoding.UTF8.GetBytes(payload),
    };
}
