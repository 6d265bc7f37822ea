using System.Threading.Channels;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Links;
using Pharos.Review.Notices;

namespace Pharos.Tests.Review.Notices;

public sealed class NotifierTests : IAsyncDisposable
{
    private static readonly Caller Cid = new("cid", Role.Reviewer);

    private readonly CancellationTokenSource _ending = new();
    private readonly InMemoryEventLog _log = new();
    private readonly ManualClock _clock = new();
    private readonly ReviewDesk _desk;
    private readonly List<Task> _running = [];
    private DateTimeOffset? _heldUntil;

    public NotifierTests() => _desk = new ReviewDesk(_log, GrantBook.Unread(_log, (_, _) => false, TimeSpan.Zero, _clock), (_, _) => false, _clock);

    [Fact]
    public async Task A_review_is_told_once_and_the_telling_is_recorded()
    {
        var ann = new RecordingChannel("ann");
        var node = Start(new Leases(), ann);
        var id = await OpenAsync(node);
        (await node.LookAsync(ann)).Kind.ShouldBe(NoticeKind.Requested);
        (await ToldAsync(id, 1)).Told.ShouldBe(["test ann"]);
        await node.LookForNothingAsync(ann);
    }

    [Fact]
    public async Task Of_two_nodes_one_tells_and_the_other_goes_on_where_it_stopped()
    {
        var (first, second) = (new RecordingChannel("ann"), new RecordingChannel("ann"));
        var leases = new Leases();
        var one = Start(leases, first);
        var other = Start(leases.Other(), second);
        var id = await OpenAsync(one, other);
        await other.LookForNothingAsync(second);
        await one.LookAsync(first);
        await ToldAsync(id, 1);

        leases.Move();
        await other.LookForNothingAsync(second);
        await OpenAsync(one, other);
        await one.LookForNothingAsync(first);
        (await other.LookAsync(second)).Kind.ShouldBe(NoticeKind.Requested);
    }

    [Fact]
    public async Task A_failure_is_recorded_with_its_reason_and_tried_again_later()
    {
        var ann = new RecordingChannel("ann") { Problem = "It answered 500." };
        var node = Start(new Leases(), ann);
        var id = await OpenAsync(node);
        await node.LookAsync(ann);
        var item = await ToldAsync(id, 1);
        item.Told.ShouldBeEmpty();
        item.Tellings.ShouldHaveSingleItem().Problem.ShouldBe("It answered 500.");
        await node.LookForNothingAsync(ann);

        ann.Problem = null;
        _clock.Advance(TimeSpan.FromMinutes(2));
        await node.LookAsync(ann);
        (await ToldAsync(id, 2)).Told.ShouldBe(["test ann"]);
    }

    [Fact]
    public async Task A_slow_receiver_holds_up_nobody_else()
    {
        var (slow, ben) = (new RecordingChannel("ann") { IsStuck = true }, new RecordingChannel("ben"));
        var node = Start(new Leases(), slow, ben);
        await OpenAsync(node);
        await node.LookAsync(ben);
    }

    [Fact]
    public async Task What_nobody_was_told_of_is_counted_until_somebody_lists_it()
    {
        var node = Start(new Leases());
        var id = await OpenAsync(node);
        node.Untold.LookNow().Untold.ShouldBe(0);
        _clock.Advance(TimeSpan.FromMinutes(2));
        node.Untold.LookNow().ShouldBe(new UntoldReviews.Look(1, 1, 0, TimeSpan.FromMinutes(2), null));
        (await _desk.FindAsync(id, CancellationToken.None))!.IsUntoldAt(_clock.GetUtcNow()).ShouldBeTrue();
        node.Untold.NoteListed();
        node.Untold.LookNow().Untold.ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_called_while_experts_may_decide_and_everybody_when_their_time_nears_its_end()
    {
        var ann = new RecordingChannel("ann");
        var node = Start(new Leases(), ann);
        _heldUntil = _clock.GetUtcNow() + TimeSpan.FromSeconds(96);
        var id = await OpenAsync(node);
        await node.LookForNothingAsync(ann);
        _clock.Advance(TimeSpan.FromSeconds(95));
        await node.LookForNothingAsync(ann);
        (node.Untold.LookNow().Untold, node.Untold.LookNow().HeldBack).ShouldBe((0, 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await node.LookAsync(ann)).Kind.ShouldBe(NoticeKind.Requested);
        (await ToldAsync(id, 1)).Told.ShouldBe(["test ann"]);
    }

    [Fact]
    public async Task What_somebody_took_is_not_untold()
    {
        var node = Start(new Leases());
        var id = await OpenAsync(node);
        await _desk.ClaimAsync(id, Cid, false, null, CancellationToken.None);
        await node.CaughtUpAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        node.Untold.LookNow().Untold.ShouldBe(0);
    }

    [Fact]
    public async Task The_link_of_an_endorsement_counts_as_used_also_after_the_verdict_was_taken_back()
    {
        var id = await Reviews.OpenAsync(_log, _clock, people: 2);
        var approval = new Judgement(VerdictKind.Approve) { Via = "link", Link = "one" };
        (await _desk.JudgeAsync(id, Cid, approval, CancellationToken.None)).ShouldBeOfType<ReviewOutcome.Changed>().Item.Endorsed.ShouldBe(["cid"]);
        (await _desk.JudgeAsync(id, new Caller("dan", Role.Reviewer), approval with { Link = "two" }, CancellationToken.None)).ShouldBeOfType<ReviewOutcome.Changed>().Item.IsClosed.ShouldBeTrue();
        (await _desk.UndoAsync(id, new Caller("root", Role.Admin), CancellationToken.None)).ShouldBeOfType<ReviewOutcome.Changed>();
        await _desk.ReleaseAsync(id, new Caller("root", Role.Admin), CancellationToken.None);
        (await _desk.JudgeAsync(id, Cid, approval, CancellationToken.None)).ShouldBeOfType<ReviewOutcome.Refused>().Problem.Code.ShouldBe("review.link.used");
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running.Select(task => task.ContinueWith(static _ => { }, TaskScheduler.Default)));
        _ending.Dispose();
        await _log.DisposeAsync();
    }

    private Node Start(ILeases leases, params RecordingChannel[] channels)
    {
        var queue = new Projection<ReviewQueue>(_log, new ReviewQueueFold(), new NoSnapshots(), _clock);
        (INotificationChannel, NoticeAudience)[] targets = [.. channels.Select(channel => ((INotificationChannel)channel, new NoticeAudience(channel.Name, channel.Recipient)))];
        var untold = new UntoldReviews(queue, [.. targets.Select(target => target.Item2)], HeldUntil, _clock);
        var links = new ReviewLinks(new ReviewLinkSigner(new byte[32]), new Uri("http://127.0.0.1:1"), _clock);
        var notifier = new Notifier(queue, _desk, links, targets, leases, untold, HeldUntil, _clock);
        _running.Add(queue.RunAsync(_ending.Token));
        _running.Add(notifier.RunAsync(_ending.Token));
        return new Node(notifier, queue, untold, _log);
    }

    private DateTimeOffset? HeldUntil(ReviewItem item) => _heldUntil;

    private async Task<ReviewId> OpenAsync(params Node[] nodes)
    {
        var id = await Reviews.OpenAsync(_log, _clock);
        foreach (var node in nodes)
        {
            await node.CaughtUpAsync();
        }

        return id;
    }

    /// <summary>Waits for tellings to be recorded, and answers the review with them.</summary>
    private async Task<ReviewItem> ToldAsync(ReviewId id, int tellings)
    {
        var seen = 0;
        await foreach (var record in _log.Subscribe(Position.Start).WithCancellation(TestContext.Current.CancellationToken))
        {
            if (record.Type == ReviewEvents.Told && record.Stream == id.Stream && ++seen == tellings)
            {
                break;
            }
        }

        return (await _desk.FindAsync(id, CancellationToken.None))!;
    }

    private sealed record Node(Notifier Notifier, Projection<ReviewQueue> Queue, UntoldReviews Untold, IEventLog Log)
    {
        public async Task CaughtUpAsync() => await Queue.ReachedAsync(await Log.HeadAsync(), TestContext.Current.CancellationToken);

        public async Task<ReviewNotice> LookAsync(RecordingChannel channel)
        {
            await CaughtUpAsync();
            await Notifier.LookAsync(TestContext.Current.CancellationToken);
            return await channel.Sent.ReadAsync(TestContext.Current.CancellationToken);
        }

        /// <summary>Looks twice with everything caught up; whatever were due would have been put in line and sent between the two.</summary>
        public async Task LookForNothingAsync(RecordingChannel channel)
        {
            for (var look = 0; look < 2; look++)
            {
                await CaughtUpAsync();
                await Notifier.LookAsync(TestContext.Current.CancellationToken);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            channel.Sent.TryRead(out _).ShouldBeFalse();
        }
    }

    private sealed class RecordingChannel(string recipient) : INotificationChannel
    {
        private readonly Channel<ReviewNotice> _sent = Channel.CreateUnbounded<ReviewNotice>();

        public ChannelReader<ReviewNotice> Sent => _sent.Reader;

        public string? Problem { get; set; }

        public bool IsStuck { get; init; }

        public string Name => "test";

        public string Recipient => recipient;

        public async ValueTask<NoticeOutcome> SendAsync(ReviewNotice notice, CancellationToken cancellationToken)
        {
            _sent.Writer.TryWrite(notice);
            if (IsStuck)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return Problem is null ? new NoticeOutcome.Sent() : new NoticeOutcome.Failed(Problem);
        }
    }

    /// <summary>A lease that two nodes share.</summary>
    private sealed class Leases : ILeases
    {
        private readonly int[] _holder;
        private readonly int _node;

        public Leases()
            : this([0], 0)
        {
        }

        private Leases(int[] holder, int node) => (_holder, _node) = (holder, node);

        public Leases Other() => new(_holder, 1);

        public void Move() => Volatile.Write(ref _holder[0], 1 - _holder[0]);

        public ValueTask<bool> HoldsAsync(string name, CancellationToken cancellationToken = default) => new(Volatile.Read(ref _holder[0]) == _node);
    }
}
