using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class CommitFeedTests
{
    private readonly CommitFeed _feed = new();

    [Fact]
    public void The_newest_events_are_taken_from_memory()
    {
        Publish(1, 10);
        _feed.TryTake(new Position(7), 256)!.Select(record => record.Position.Value).ShouldBe([8, 9, 10]);
        _feed.TryTake(new Position(0), 4)!.Select(record => record.Position.Value).ShouldBe([1, 2, 3, 4]);
        _feed.TryTake(new Position(10), 4).ShouldBe([]);
        _feed.TryTake(new Position(11), 4).ShouldBe([]);
    }

    [Fact]
    public void What_is_no_longer_kept_is_read_from_the_log()
    {
        Publish(1, 3 * CommitFeed.MaxEvents);
        var oldest = (2 * CommitFeed.MaxEvents) + 1;
        _feed.TryTake(new Position(oldest - 2), 1).ShouldBeNull();
        _feed.TryTake(new Position(oldest - 1), int.MaxValue)!.Count.ShouldBe(CommitFeed.MaxEvents);
        _feed.TryTake(new Position(oldest - 1), 1)!.Single().Position.ShouldBe(new Position(oldest));
    }

    [Fact]
    public void Large_payloads_push_older_ones_out()
    {
        Publish(1, 3, new byte[CommitFeed.MaxPayloadBytes / 2]);
        _feed.TryTake(new Position(0), 1).ShouldBeNull();
        _feed.TryTake(new Position(1), 9)!.Count.ShouldBe(2);
        Publish(4, 4, new byte[CommitFeed.MaxPayloadBytes + 1]);
        _feed.TryTake(new Position(3), 1).ShouldBeNull();
        Publish(5, 5);
        _feed.TryTake(new Position(4), 1)!.Single().Position.ShouldBe(new Position(5));
    }

    [Fact]
    public void A_log_that_begins_with_events_is_read_first()
    {
        _feed.StartAt(new Position(41));
        _feed.TryTake(new Position(40), 1).ShouldBeNull();
        Publish(42, 42);
        _feed.TryTake(new Position(41), 1)!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_reset_waiting_readers_look_into_the_log()
    {
        Publish(1, 3);
        var waiting = _feed.WaitBeyondAsync(new Position(3), TestContext.Current.CancellationToken).AsTask();
        _feed.Reset(new Position(5));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _feed.TryTake(new Position(3), 1).ShouldBeNull();
        Publish(6, 6);
        _feed.TryTake(new Position(5), 1)!.Count.ShouldBe(1);
    }

    private void Publish(long first, long last, byte[]? payload = null) =>
        _feed.Publish([.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(position => new EventRecord
        {
            Position = new Position(position),
            Stream = new StreamId("proposal", Guid.Empty),
            Version = position,
            Id = default,
            Type = "a.happened",
            Schema = 1,
            At = DateTimeOffset.UnixEpoch,
            Actor = new Actor(ActorKind.System, "test"),
            Payload = payload ?? [],
            Leaf = default,
            Hash = default,
        })]);
}
