using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Events.Projections;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

public sealed class ErasedReviewTests : IAsyncDisposable
{
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly ReviewFixture _fixture;

    public ErasedReviewTests() => _fixture = new ReviewFixture(new ReviewOptions { Rules = [new ReviewRule("pharos.gate.*") { People = 1 }] }, _store.Log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erased_request_leaves_the_queue_and_its_snapshots_whether_it_waits_or_is_judged()
    {
        var (judged, waiting, other) = (await AskAsync("cat /home/Zoe/one"), await AskAsync("cat /home/Zoe/two"), await AskAsync("ls"));
        await _fixture.JudgeAsync(judged);
        (await SnapshotAsync()).ShouldContain("Zoe");
        await _store.EraseAsync(judged.Stream, ReviewEvents.Requested);
        await _store.EraseAsync(waiting.Stream, ReviewEvents.Requested);
        (await SnapshotAsync()).ShouldNotContain("Zoe");
        _fixture.Queue.Read((queue, _) => (queue.Open.Concat(queue.Closed).Select(item => item.Id).Single(), queue.OpenOf("claude-1"))).ShouldBe((other.Value, 1));
    }

    [Fact]
    public async Task The_same_question_is_asked_anew_once_its_review_was_erased()
    {
        var erased = await AskAsync("ls");
        await _store.EraseAsync(erased.Stream, ReviewEvents.Requested);
        await _fixture.CatchUpAsync();
        (await AskAsync("ls")).ShouldNotBe(erased);
    }

    [Fact]
    public async Task Of_a_verdict_that_was_erased_neither_the_reason_nor_the_verdict_is_left()
    {
        var id = await AskAsync("ls");
        await _fixture.JudgeAsync(id, VerdictKind.Reject, "ask Zoe at home");
        await _store.EraseAsync(id.Stream, ReviewEvents.Verdict);
        (await SnapshotAsync()).ShouldNotContain("Zoe");
        var item = _fixture.Queue.Read((queue, _) => queue.Closed.Single());
        (item.Closed, item.Verdict).ShouldBe((ReviewState.Superseded, null));
    }

    [Fact]
    public async Task The_queue_after_every_single_erasure_is_the_queue_that_the_log_gives_anew()
    {
        await WalkAsync();
        foreach (var record in await _store.AllAsync(ReviewId.StreamCategory))
        {
            await _store.EraseAsync(record.Position);
            (await SnapshotAsync()).ShouldBe(await _store.AnewAsync(new ReviewQueueFold()), $"{record.Type} at {record.Position}");
        }
    }

    [Fact]
    public async Task A_page_of_closed_reviews_goes_on_behind_a_place_whose_review_was_erased_or_is_open_again()
    {
        var closed = new List<ReviewItem>();
        for (var number = 0; number < 5; number++)
        {
            closed.Insert(0, await _fixture.JudgeAsync(await AskAsync($"ls {number}")));
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _fixture.CatchUpAsync();
        var (erased, undone) = (closed[1], closed[2]);
        Behind(erased).ShouldBe(closed.Skip(2).Select(item => item.Id));
        await _store.EraseAsync(erased.ReviewId.Stream, ReviewEvents.Requested);
        await _fixture.CatchUpAsync();
        Behind(erased).ShouldBe(closed.Skip(2).Select(item => item.Id));
        await _fixture.Desk.UndoAsync(undone.ReviewId, ReviewFixture.Ann, Cancellation);
        await _fixture.CatchUpAsync();
        Behind(undone).ShouldBe(closed.Skip(3).Select(item => item.Id));
        await _fixture.JudgeAsync(undone.ReviewId);
        await _fixture.CatchUpAsync();
        Behind(undone).ShouldBe(closed.Skip(3).Select(item => item.Id));
    }

    [Fact]
    public async Task A_queue_that_starts_from_a_snapshot_of_before_forgets_what_was_erased_since()
    {
        var id = await AskAsync("cat /home/Zoe");
        var before = await SnapshotAsync();
        var position = await _store.Log.HeadAsync(Cancellation);
        await _store.EraseAsync(id.Stream, ReviewEvents.Requested);
        before.ShouldContain("Zoe");
        var kept = new KeptSnapshots
        {
            Newest = new Snapshot(
                "reviews", new ReviewQueueFold().Version, position, (await _store.Log.GetAsync(position, Cancellation))!.Hash, Encoding.UTF8.GetBytes(before)),
        };
        var anew = new Projection<ReviewQueue>(_store.Log, new ReviewQueueFold(), kept, TimeProvider.System);
        (await anew.AtAsync(await _store.Log.HeadAsync(Cancellation), Cancellation)).Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_waits_for_the_verdict_of_a_review_that_is_erased_waits_no_longer()
    {
        var id = await AskAsync("ls");
        var waiting = _fixture.Decisions.DecideAsync(GateFixture.Bash("ls"), new Caller("claude-1", Role.Agent), TimeSpan.FromMinutes(5), Cancellation).AsTask();
        while ((await _fixture.Desk.FindAsync(id, Cancellation))!.Joined.Count == 0)
        {
            await Task.Yield();
        }

        await _store.EraseAsync(id.Stream, ReviewEvents.Requested);
        (await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer.Decision.ShouldBe(Decision.Review);
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _store.DisposeAsync();
    }

    private List<Guid> Behind(ReviewItem item) => _fixture.Queue.Read((queue, _) => queue.ClosedAfter((item.EndedAt!.Value, item.Id)).Select(one => one.Id).ToList());

    private async Task<ReviewId> AskAsync(string command)
    {
        var id = (await _fixture.AskAsync(command)).Review!.Value;
        await _fixture.CatchUpAsync();
        return id;
    }

    private Task<string> SnapshotAsync() => _store.SnapshotAsync(_fixture.Queue, new ReviewQueueFold());

    // Every kind of step at least once, on reviews that are open at the end and on others.
    private async Task WalkAsync()
    {
        var (ann, now) = (ReviewFixture.Ann, _fixture.Clock.GetUtcNow());
        var (judged, undone, held, late) = (await AskAsync("one"), await AskAsync("two"), await AskAsync("three"), await AskAsync("four"));
        await AskAsync("one");
        await _fixture.Desk.ToldAsync(judged, "mail", "zoe@example.org", new ReviewStage(0, ReviewLateness.OnTime), null, Cancellation);
        await _fixture.Desk.ClaimAsync(judged, ann, false, null, Cancellation);
        await _fixture.Desk.RenewAsync(judged, ann, Cancellation);
        await _fixture.Desk.ReleaseAsync(judged, ann, Cancellation);
        await _fixture.JudgeAsync(judged, VerdictKind.Reject, "no");
        await _fixture.JudgeAsync(undone);
        await _fixture.Desk.UndoAsync(undone, ann, Cancellation);
        await _fixture.Desk.ClaimAsync(held, ann, false, null, Cancellation);
        await _fixture.Desk.SnoozeAsync(held, ann, now + TimeSpan.FromMinutes(5), "later", null, Cancellation);
        await _fixture.Desk.EscalateAsync(held, ann, "too hard", null, Cancellation);
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        await _fixture.AskAsync("one");
        await _fixture.Desk.RunOutAsync(late, Cancellation);
        await _fixture.Desk.SupersedeAsync(undone, "it was carried out", Cancellation);
        (await _store.AllAsync(ReviewId.StreamCategory)).Select(record => record.Type).Distinct().Count().ShouldBeGreaterThan(10);
    }
}
