using System.Collections.Concurrent;
using System.Text;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What every engine of the log must keep. An engine's test class derives from this and opens its log.</summary>
public abstract class EventLogContract : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 3, 30, 0, 123, 456, TimeSpan.Zero);
    private IEventLog? _log;

    protected IEventLog Log => _log!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IEventLog> OpenAsync();

    public async ValueTask InitializeAsync() => _log = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_empty_log_has_no_events()
    {
        (await Log.HeadAsync(Cancellation)).ShouldBe(Position.Start);
        (await All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Positions_start_at_one_and_have_no_gaps()
    {
        for (var i = 0; i < 5; i++)
        {
            await Append(Stream(), "a.happened");
        }

        (await All()).Select(record => record.Position.Value).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Everything_of_an_event_comes_back()
    {
        var sent = Event(Stream(), "proposal.decided") with
        {
            Schema = 3,
            Agent = "claude-1",
            Workspace = "/srv/äpp",
            Correlation = CorrelationId.New(TimeProvider.System),
            Causation = EventId.New(TimeProvider.System),
        };
        await Log.AppendAsync(AppendBatch.Of(sent), Cancellation);
        var got = (await All()).Single();
        got.Stream.ShouldBe(sent.Stream);
        got.Version.ShouldBe(1);
        got.Id.ShouldBe(sent.Id);
        got.Type.ShouldBe(sent.Type);
        got.Schema.ShouldBe(3);
        got.At.ShouldBe(At);
        got.Actor.ShouldBe(sent.Actor);
        got.Agent.ShouldBe(sent.Agent);
        got.Workspace.ShouldBe(sent.Workspace);
        got.Correlation.ShouldBe(sent.Correlation);
        got.Causation.ShouldBe(sent.Causation);
        got.OperationId.ShouldBeNull();
    }

    [Fact]
    public async Task A_payload_comes_back_byte_for_byte()
    {
        var payload = Encoding.UTF8.GetBytes("{ \"b\" : 1.0,\n\t\"a\":\"\\u00e9é\" }");
        await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { Payload = payload }), Cancellation);
        (await All()).Single().Payload.ToArray().ShouldBe(payload);
    }

    [Fact]
    public async Task A_batch_stands_together_across_streams()
    {
        var first = Stream();
        var second = Stream("review");
        var outcome = await Log.AppendAsync(AppendBatch.Of(Event(first, "proposal.decided"), Event(second, "review.requested"), Event(first, "proposal.noted")), Cancellation);
        outcome.ShouldBe(new AppendOutcome.Appended(new Position(1), new Position(3)));
        (await Read(first)).Select(record => record.Version).ShouldBe([1, 2]);
        (await Read(second)).Single().Version.ShouldBe(1);
    }

    [Fact]
    public async Task Two_streams_of_one_id_in_different_categories_are_two_streams()
    {
        var proposal = Stream();
        var review = new StreamId("review", proposal.Id);
        await Append(proposal, "a.happened");
        await Append(review, "b.happened");
        (await Read(review)).Single().Type.ShouldBe("b.happened");
    }

    [Fact]
    public async Task A_stale_expected_version_conflicts_and_writes_nothing()
    {
        var stream = Stream();
        await Append(stream, "a.happened");
        var outcome = await Log.AppendAsync(new AppendBatch([Event(stream, "b.happened"), Event(Stream(), "c.happened")], [new ExpectedVersion(stream, 0)], null), Cancellation);
        outcome.ShouldBe(new AppendOutcome.Conflict(stream, 0, 1));
        (await Log.HeadAsync(Cancellation)).ShouldBe(new Position(1));
    }

    [Fact]
    public async Task An_expectation_may_name_a_stream_that_the_batch_does_not_write()
    {
        var guard = Stream();
        await Append(guard, "a.happened");
        (await Log.AppendAsync(new AppendBatch([Event(Stream(), "b.happened")], [new ExpectedVersion(guard, 1)], null), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        (await Log.AppendAsync(new AppendBatch([Event(Stream(), "b.happened")], [new ExpectedVersion(guard, 2)], null), Cancellation)).ShouldBeOfType<AppendOutcome.Conflict>();
    }

    [Fact]
    public async Task A_second_append_with_the_same_operation_id_returns_the_first_position()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1, 2, 3 });
        await Append(Stream(), "a.happened");
        await Log.AppendAsync(new AppendBatch([Event(Stream(), "b.happened")], [], operation), Cancellation);
        var again = await Log.AppendAsync(new AppendBatch([Event(Stream(), "b.happened")], [], operation), Cancellation);
        again.ShouldBe(new AppendOutcome.Duplicate(new Position(2)));
        (await Log.HeadAsync(Cancellation)).ShouldBe(new Position(2));
        (await Log.FindOperationAsync("claude-1", operation.Id, Cancellation))!.Position.ShouldBe(new Position(2));
    }

    [Fact]
    public async Task The_same_operation_id_with_other_content_is_a_mismatch()
    {
        var id = OperationId.New(TimeProvider.System);
        await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened")], [], new Operation(id, new byte[] { 1 })), Cancellation);
        (await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened")], [], new Operation(id, new byte[] { 2 })), Cancellation))
            .ShouldBe(new AppendOutcome.Mismatch(new Position(1)));
    }

    // What the server sends: every proposal is a stream of its own, expected not to exist, so an engine may trust its unique keys instead of looking up.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_repeated_operation_in_streams_that_do_not_exist_yet_is_known_again(int events)
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1, 2, 3 });
        (await Log.AppendAsync(Fresh(operation), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        (await Log.AppendAsync(Fresh(operation), Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(1)));
        (await Log.AppendAsync(Fresh(operation with { ContentHash = new byte[] { 9 } }), Cancellation)).ShouldBe(new AppendOutcome.Mismatch(new Position(1)));
        (await Log.AppendAsync(Fresh(null), Cancellation)).ShouldBe(new AppendOutcome.Appended(new Position(events + 1), new Position(2 * events)));

        AppendBatch Fresh(Operation? again)
        {
            var fresh = Enumerable.Range(0, events).Select(_ => Event(Stream(), "a.happened")).ToList();
            return new AppendBatch(fresh, [.. fresh.Select(record => new ExpectedVersion(record.Stream, 0))], again);
        }
    }

    [Fact]
    public async Task A_stream_expected_not_to_exist_conflicts_when_it_does()
    {
        var stream = Stream();
        await Append(stream, "a.happened");
        (await Log.AppendAsync(new AppendBatch([Event(stream, "b.happened")], [new ExpectedVersion(stream, 0)], null), Cancellation))
            .ShouldBe(new AppendOutcome.Conflict(stream, 0, 1));
    }

    [Fact]
    public async Task The_same_operation_id_of_another_actor_is_another_operation()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
        await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened")], [], operation), Cancellation);
        var other = Event(Stream(), "a.happened") with { Actor = new Actor(ActorKind.Agent, "claude-2") };
        (await Log.AppendAsync(new AppendBatch([other], [], operation), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
    }

    [Fact]
    public async Task An_operation_stands_on_the_first_event_of_its_batch_only()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
        await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened"), Event(Stream(), "b.happened")], [], operation), Cancellation);
        (await All()).Select(record => record.OperationId).ShouldBe([operation.Id, null]);
    }

    [Fact]
    public async Task A_repeated_operation_answers_before_versions_are_compared()
    {
        var stream = Stream();
        var batch = new AppendBatch([Event(stream, "a.happened")], [new ExpectedVersion(stream, 0)], new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 }));
        await Log.AppendAsync(batch, Cancellation);
        (await Log.AppendAsync(batch, Cancellation)).ShouldBeOfType<AppendOutcome.Duplicate>();
    }

    public static TheoryData<string, NewEvent> Unacceptable()
    {
        var good = Event(Stream(), "a.happened");
        return new TheoryData<string, NewEvent>
        {
            { "append.payload", good with { Payload = "{"u8.ToArray() } },
            { "append.payload", good with { Payload = ReadOnlyMemory<byte>.Empty } },
            { "append.payload", good with { Payload = "{} {}"u8.ToArray() } },
            { "append.text", good with { Type = "" } },
            { "append.text", good with { Type = "a\0b" } },
            { "append.text", good with { Agent = "a\0b" } },
            { "append.text", good with { Workspace = "/a\0" } },
            { "append.text", good with { Actor = new Actor(ActorKind.User, "\0") } },
            { "append.text", good with { Type = new string('x', 65) } },
            { "append.text", good with { Actor = new Actor(ActorKind.User, "") } },
            { "append.stream", good with { Stream = new StreamId("Bad Category", Guid.Empty) } },
        };
    }

    [Theory]
    [MemberData(nameof(Unacceptable), DisableDiscoveryEnumeration = true)]
    public async Task What_breaks_a_rule_is_refused_and_its_neighbours_are_not(string code, NewEvent bad)
    {
        (await Log.AppendAsync(AppendBatch.Of(bad), Cancellation)).ShouldBeOfType<AppendOutcome.Refused>().Code.ShouldBe(code);
        (await Append(Stream(), "a.happened")).ShouldBeOfType<AppendOutcome.Appended>();
    }

    [Fact]
    public async Task A_subscriber_sees_every_event_once_and_in_order()
    {
        await Append(Stream(), "a.happened");
        var seen = new List<long>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var following = Task.Run(
            async () =>
            {
                await foreach (var record in Log.Subscribe(Position.Start).WithCancellation(ended.Token))
                {
                    seen.Add(record.Position.Value);
                    if (seen.Count == 1000)
                    {
                        return;
                    }
                }
            },
            Cancellation);
        for (var i = 0; i < 999; i++)
        {
            await Append(Stream(), "a.happened");
        }

        await following.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        seen.ShouldBe(Enumerable.Range(1, 1000).Select(i => (long)i));
    }

    [Fact]
    public async Task Twenty_appenders_and_a_reader_agree()
    {
        var acknowledged = new ConcurrentDictionary<long, Guid>();
        var shared = Stream();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(appender => Task.Run(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var record = Event(i % 10 == 0 ? shared : Stream(), "a.happened");
                    var outcome = (AppendOutcome.Appended)await Log.AppendAsync(AppendBatch.Of(record), Cancellation);
                    acknowledged[outcome.First.Value] = record.Id.Value;
                }
            },
            Cancellation)));
        var all = await All();
        all.Count.ShouldBe(2000);
        all.ShouldAllBe(record => acknowledged[record.Position.Value] == record.Id.Value);
        (await Read(shared)).Select(record => record.Version).ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
    }

    [Fact]
    public async Task Of_many_that_expect_the_same_version_one_wins()
    {
        var stream = Stream();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Task.Run(async () => await Log.AppendAsync(new AppendBatch([Event(stream, "a.happened")], [new ExpectedVersion(stream, 0)], null), Cancellation), Cancellation)));
        outcomes.Count(outcome => outcome is AppendOutcome.Appended).ShouldBe(1);
        outcomes.Count(outcome => outcome is AppendOutcome.Conflict).ShouldBe(49);
    }

    [Fact]
    public async Task A_cancelled_append_has_written_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened")), cancelled.Token));
        (await Log.HeadAsync(Cancellation)).ShouldBe(Position.Start);
    }

    [Fact]
    public async Task Cancelling_what_waits_leaves_no_doubt()
    {
        using var cancelled = new CancellationTokenSource();
        var appends = Enumerable.Range(0, 500).Select(i => (Record: Event(Stream(), $"n{i}.happened"), Token: i % 2 == 0 ? cancelled.Token : Cancellation))
            .Select(append => (append.Record, Outcome: Task.Run(async () => await Log.AppendAsync(AppendBatch.Of(append.Record), append.Token), Cancellation))).ToList();
        await cancelled.CancelAsync();
        await Task.WhenAll(appends.Select(append => append.Outcome)).ContinueWith(static _ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        var appended = appends.Where(append => append.Outcome.IsCompletedSuccessfully).Select(append => append.Record.Id);
        (await All()).Select(record => record.Id).ShouldBe(appended, ignoreOrder: true);
        appends.ShouldAllBe(append => append.Outcome.IsCompletedSuccessfully || append.Outcome.IsCanceled);
    }

    [Fact]
    public async Task The_largest_batch_stands_together()
    {
        var batch = Enumerable.Range(0, EventLimits.EventsPerBatch).Select(_ => Event(Stream(), "a.happened")).ToList();
        (await Log.AppendAsync(AppendBatch.Of(batch), Cancellation)).ShouldBe(new AppendOutcome.Appended(new Position(1), new Position(EventLimits.EventsPerBatch)));
        (await All()).Select(record => record.Id).ShouldBe(batch.Select(record => record.Id));
    }

    [Fact]
    public async Task A_clock_that_steps_back_changes_neither_order_nor_chain()
    {
        for (var i = 0; i < 5; i++)
        {
            await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { At = At.AddHours(-i), Id = new EventId(Guid.CreateVersion7(At.AddHours(-i))) }), Cancellation);
        }

        (await All()).Select(record => record.At).ShouldBe(Enumerable.Range(0, 5).Select(i => At.AddHours(-i)));
        (await Pages(new EventQuery { To = At.AddHours(-3) })).Single().Position.ShouldBe(new Position(5));
        (await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task Texts_of_any_language_and_empty_ones_come_back_and_verify()
    {
        await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { Agent = "", Workspace = "/srv/日本語/\U0001F5FC" }), Cancellation);
        await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { Agent = new string('é', 256), Workspace = "/" + new string('語', 4095) }), Cancellation);
        (await All()).Select(record => (record.Agent, record.Workspace)).ShouldBe([("", "/srv/日本語/\U0001F5FC"), (new string('é', 256), "/" + new string('語', 4095))]);
        (await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_is_empty_behind_any_version_it_has_not()
    {
        var stream = Stream();
        await Append(stream, "a.happened");
        await foreach (var record in Log.ReadStreamAsync(stream, long.MaxValue, Cancellation))
        {
            record.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_reader_that_never_reads_slows_nobody_and_misses_nothing()
    {
        await Append(Stream(), "a.happened");
        await using var reader = Log.Subscribe(Position.Start).GetAsyncEnumerator(Cancellation);
        await reader.MoveNextAsync();
        for (var i = 0; i < 4; i++)
        {
            await Log.AppendAsync(AppendBatch.Of([.. Enumerable.Range(0, 1000).Select(_ => Event(Stream(), "a.happened"))]), Cancellation);
        }

        for (var position = 2; position <= 4001; position++)
        {
            (await reader.MoveNextAsync()).ShouldBeTrue();
            reader.Current.Position.ShouldBe(new Position(position));
        }
    }

    [Fact]
    public async Task A_subscriber_from_before_the_beginning_waits_for_the_first_event()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var reader = Log.Subscribe(new Position(-7)).GetAsyncEnumerator(patience.Token);
        var moving = Task.Run(async () => await reader.MoveNextAsync(), Cancellation);
        await Append(Stream(), "a.happened");
        (await moving).ShouldBeTrue();
        reader.Current.Position.ShouldBe(new Position(1));
    }

    [Fact]
    public async Task The_chain_verifies()
    {
        for (var i = 0; i < 300; i++)
        {
            await Append(Stream(), "a.happened");
        }

        var report = await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(300);
    }

    [Fact]
    public async Task A_closed_log_says_so()
    {
        await Log.DisposeAsync();
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await Append(Stream(), "a.happened"))).Code.ShouldBe("log.closed");
    }

    protected static StreamId Stream(string category = "proposal") => StreamId.New(category, TimeProvider.System);

    protected static NewEvent Event(StreamId stream, string type) => new()
    {
        Stream = stream,
        Id = EventId.New(TimeProvider.System),
        Type = type,
        At = At,
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };

    protected async Task<AppendOutcome> Append(StreamId stream, string type) => await Log.AppendAsync(AppendBatch.Of(Event(stream, type)), Cancellation);

    protected async Task<List<EventRecord>> All()
    {
        var all = new List<EventRecord>();
        await foreach (var record in Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        return all;
    }

    private async Task<List<EventRecord>> Read(StreamId stream)
    {
        var found = new List<EventRecord>();
        await foreach (var record in Log.ReadStreamAsync(stream, cancellationToken: Cancellation))
        {
            found.Add(record);
        }

        return found;
    }

    private async Task<List<EventRecord>> Pages(EventQuery query)
    {
        var found = new List<EventRecord>();
        for (var next = (EventQuery?)query; next is not null;)
        {
            var page = await Log.QueryAsync(next, Cancellation);
            page.Events.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Events);
            next = page.Next is { } after ? query with { After = after } : null;
        }

        return found;
    }
}
