using Pharos.Events;

namespace Pharos.Tests.Events;

/// <summary>A commit in two halves: readers are found when its events are added, and woken when whoever committed says so.</summary>
public sealed class CommitFeedWakingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CommitFeed _feed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_sleeps_until_those_who_wait_for_the_commit_itself_have_been_answered()
    {
        var reader = Wait(default, 0);
        _feed.Add([Record(1)]).ShouldBeTrue();

        // Whatever adding had handed to the pool would have run before the last of these.
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(Thread.Yield, Cancellation)));
        (reader.IsCompleted, _feed.Waiting, _feed.Head).ShouldBe((false, 1, new Position(1)));
        _feed.Wake();
        await reader.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Where_nobody_waits_for_what_was_added_nobody_is_to_be_woken()
    {
        _feed.Add([Record(1)]).ShouldBeFalse();
        var reader = Wait(new EventFilter { Type = "b.happened" }, 1);
        _feed.Add([Record(2)]).ShouldBeFalse();
        _feed.Add([Record(3, "b.happened")]).ShouldBeTrue();
        _feed.Wake();
        (await reader.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(2));
    }

    [Fact]
    public Task What_is_added_before_the_first_are_woken_is_woken_with_them()
    {
        var (first, second) = (Wait(new EventFilter { Type = "a.happened" }, 0), Wait(new EventFilter { Type = "b.happened" }, 0));
        _feed.Add([Record(1)]).ShouldBeTrue();
        _feed.Add([Record(2, "b.happened")]).ShouldBeFalse("somebody was told already");
        _feed.Wake();
        return Task.WhenAll(first, second).WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_reader_that_lies_down_between_adding_and_waking_sleeps_until_the_next_commit_and_no_longer()
    {
        var before = Wait(default, 0);
        _feed.Add([Record(1)]).ShouldBeTrue();
        var between = Wait(default, 1);
        _feed.Wake();
        await before.WaitAsync(Patience, Cancellation);
        between.IsCompleted.ShouldBeFalse();
        _feed.Publish([Record(2)]);
        (await between.WaitAsync(Patience, Cancellation)).ShouldBe(new Position(1));
    }

    [Fact]
    public async Task What_was_added_is_taken_before_anybody_is_woken()
    {
        var reader = Wait(default, 0);
        _feed.Add([Record(1)]).ShouldBeTrue();
        (await Wait(default, 0)).ShouldBe(Position.Start);
        _feed.TryTake(Position.Start, 9)!.Single().Position.ShouldBe(new Position(1));
        _feed.Wake();
        await reader.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Closing_between_the_halves_wakes_everybody_and_a_late_call_does_no_harm()
    {
        var (found, sleeping) = (Wait(default, 0), Wait(new EventFilter { Type = "b.happened" }, 0));
        _feed.Add([Record(1)]).ShouldBeTrue();
        _feed.Close();
        await Task.WhenAll(found, sleeping).WaitAsync(Patience, Cancellation);
        _feed.Wake();
        _feed.Waiting.ShouldBe(0);
    }

    [Fact]
    public Task A_reset_between_the_halves_leaves_nobody_asleep()
    {
        var (found, sleeping) = (Wait(default, 0), Wait(new EventFilter { Type = "b.happened" }, 0));
        _feed.Add([Record(1)]).ShouldBeTrue();
        _feed.Reset(new Position(5));
        _feed.Wake();
        return Task.WhenAll(found, sleeping).WaitAsync(Patience, Cancellation);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 64)]
    [InlineData(3, 400)]
    public async Task Readers_that_follow_commits_made_in_two_halves_see_each_of_them(int seed, int readers)
    {
        const int Commits = 300;
        var random = new Random(seed);
        var following = Enumerable.Range(0, readers).Select(number => Task.Run(() => FollowAsync(number % 3 == 0 ? default : new EventFilter { Type = number % 3 == 1 ? "a.happened" : "b.happened" }, Commits), Cancellation)).ToList();
        for (var position = 1; position < Commits; position++)
        {
            if (_feed.Add([Record(position, random.Next(2) == 0 ? "a.happened" : "b.happened")]))
            {
                // The callers are answered here. Some commits follow at once, and some find more readers asleep.
                await Task.Yield();
                _feed.Wake();
            }

            while (random.Next(8) == 0 && _feed.Waiting < readers)
            {
                await Task.Yield();
            }
        }

        // The end is of both types, so that nobody sleeps rightly.
        _feed.Publish([Record(Commits), Record(Commits + 1, "b.happened")]);
        await Task.WhenAll(following).WaitAsync(Patience, Cancellation);
        _feed.Waiting.ShouldBe(0);
    }

    private async Task FollowAsync(EventFilter filter, int commits)
    {
        var (seen, matching) = (Position.Start, 0);
        while (seen.Value < commits)
        {
            await _feed.WaitForMatchAsync(filter, seen, Cancellation);
            foreach (var record in _feed.TryTake(seen, int.MaxValue).ShouldNotBeNull())
            {
                record.Position.Value.ShouldBe(seen.Value + 1);
                seen = record.Position;
                matching += filter.Matches(record) ? 1 : 0;
            }
        }

        matching.ShouldBeGreaterThan(0);
    }

    private static EventRecord Record(long position, string type = "a.happened") => new()
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
}
