using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class CommitFeedWaitingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly EventRecord Full = Record(1, "a.happened") with { Agent = "claude", Workspace = "/srv", Correlation = new CorrelationId(Guid.AllBitsSet) };

    private readonly CommitFeed _feed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_sleeps_through_what_it_does_not_want_and_looks_on_where_it_may_match()
    {
        var wanted = Wait(new EventFilter { Type = "b.happened" }, 0);
        var any = Wait(default, 0);
        Publish(Record(1, "a.happened"), Record(2, "a.happened"));
        await any.WaitAsync(Patience, Cancellation);
        wanted.IsCompleted.ShouldBeFalse();
        Publish(Record(3, "a.happened"), Record(4, "b.happened"), Record(5, "b.happened"));
        (await wanted.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(3));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_combination_of_fields_wakes_for_what_matches_and_only_for_that(int shape)
    {
        var filter = EventFilter.Of(Full, shape)!.Value;
        filter.Matches(Full).ShouldBeTrue();
        var waiting = Wait(filter, 0);
        var others = new List<EventRecord>();
        others.AddRange(filter.Type is null ? [] : [Full with { Type = "b.happened" }]);
        others.AddRange(filter.Agent is null ? [] : [Full with { Agent = "codex" }, Full with { Agent = null }]);
        others.AddRange(filter.Workspace is null ? [] : [Full with { Workspace = "/srv/app" }, Full with { Workspace = null }]);
        others.AddRange(filter.Correlation is null ? [] : [Full with { Correlation = new CorrelationId(Guid.Empty) }, Full with { Correlation = null }]);
        var records = others.Append(Full).Select((record, index) => record with { Position = new Position(index + 1) }).ToArray();
        others.ShouldAllBe(record => !filter.Matches(record));
        Publish(records);
        (await waiting.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(others.Count));
        _feed.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_committed_before_the_call_is_not_waited_for()
    {
        Publish(Record(1, "a.happened"));
        (await _feed.WaitForMatchAsync(new EventFilter { Type = "b.happened" }, Position.Start, Cancellation)).ShouldBe(Position.Start);
    }

    [Fact]
    public async Task A_reader_that_gives_up_leaves_nothing_behind()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var filter = new EventFilter { Agent = "claude" };
        var leaving = _feed.WaitForMatchAsync(filter, Position.Start, patience.Token).AsTask();
        var staying = Wait(filter, 0);
        _feed.Waiting.ShouldBe(2);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await leaving);
        _feed.Waiting.ShouldBe(1);
        Publish(Record(1, "a.happened") with { Agent = "claude" });
        await staying.WaitAsync(Patience, Cancellation);
        _feed.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_makes_every_reader_look_into_the_log()
    {
        Publish(Record(1, "a.happened"));
        var waiting = Wait(new EventFilter { Type = "b.happened" }, 1);
        _feed.Reset(new Position(9));
        (await waiting.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(1));
        _feed.TryTake(new Position(1), 1).ShouldBeNull();
    }

    [Fact]
    public async Task Events_that_leave_some_out_make_every_reader_look_into_the_log()
    {
        Publish(Record(1, "a.happened"));
        var waiting = Wait(new EventFilter { Type = "b.happened" }, 1);
        Publish(Record(5, "a.happened"));
        (await waiting.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(1));
        _feed.TryTake(new Position(1), 1).ShouldBeNull();
        _feed.TryTake(new Position(4), 1)!.Single().Position.ShouldBe(new Position(5));
    }

    [Fact]
    public async Task Forgetting_wakes_nobody_and_what_follows_is_kept_again()
    {
        Publish(Record(1, "a.happened"), Record(2, "a.happened"));
        var generation = _feed.Generation;
        var waiting = Wait(default, 2);
        _feed.Forget();
        _feed.TryTake(new Position(1), 1).ShouldBeNull();
        _feed.Generation.ShouldBeGreaterThan(generation);
        _feed.Waiting.ShouldBe(1);
        Publish(Record(3, "log.erased"));
        (await waiting.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(2));
        _feed.TryTake(new Position(2), 1)!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Closing_ends_every_wait()
    {
        Task[] waiting = [Wait(default, 0), Wait(new EventFilter { Type = "b.happened" }, 0), _feed.WaitBeyondAsync(new Position(7), Cancellation).AsTask()];
        _feed.Close();
        await Task.WhenAll(waiting).WaitAsync(Patience, Cancellation);
        _feed.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task Publishing_does_not_wait_for_what_a_woken_reader_does()
    {
        using var published = new ManualResetEventSlim();
        var reader = Task.Run(
            async () =>
            {
                await _feed.WaitForMatchAsync(default, Position.Start, Cancellation);
                published.Wait(Cancellation);
            },
            Cancellation);
        while (_feed.Waiting == 0)
        {
            await Task.Yield();
        }

        // Would never return if the reader ran on this thread.
        Publish(Record(1, "a.happened"));
        published.Set();
        await reader.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_crowd_that_was_just_woken_is_left_in_peace_for_a_moment()
    {
        var clock = new StandingClock();
        var feed = new CommitFeed(clock);
        var crowd = Enumerable.Range(0, 1000).Select(_ => feed.WaitForMatchAsync(default, Position.Start, Cancellation).AsTask()).ToList();
        feed.Publish([Record(1, "a.happened")]);
        await Task.WhenAll(crowd).WaitAsync(Patience, Cancellation);
        var again = feed.WaitForMatchAsync(default, new Position(1), Cancellation).AsTask();
        await clock.Paused.WaitAsync(Patience, Cancellation);
        feed.Publish([Record(2, "a.happened")]);
        again.IsCompleted.ShouldBeFalse();
        clock.Go();
        await again.WaitAsync(Patience, Cancellation);
    }

    public static TheoryData<int> Shapes() => [.. Enumerable.Range(0, EventFilter.Shapes)];

    private static EventRecord Record(long position, string type) => new()
    {
        Position = new Position(position),
        Stream = new StreamId("proposal", Guid.Empty),
        Version = position,
        Id = default,
        Type = type,
        Schema = 1,
        At = DateTimeOffset.UnixEpoch,
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
        Leaf = default,
        Hash = default,
    };

    private Task<Position> Wait(EventFilter filter, long after) => _feed.WaitForMatchAsync(filter, new Position(after), Cancellation).AsTask();

    private void Publish(params EventRecord[] records) => _feed.Publish(records);

    /// <summary>A clock whose one pause ends when the test says so.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action? _go;

        public Task Paused => _paused.Task;

        public void Go() => _go!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _go = () => callback(state);
            _paused.TrySetResult();
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
