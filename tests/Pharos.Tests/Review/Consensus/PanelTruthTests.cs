using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Tests.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

/// <summary>Whether a panel is over is read from the streams, however far the read models are behind; and one expert gives one opinion on a review, however often it is asked.</summary>
public sealed class PanelTruthTests : IAsyncLifetime
{
    private readonly PanelFixture _fixture = new(PanelFixture.ThreeOfFour, ReviewRisk.High);
    private PanelItem _panel = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ReviewId Review => new(_panel.Request.Review);

    public async ValueTask InitializeAsync()
    {
        await _fixture.RegisterAsync(4);
        _panel = await _fixture.AskAsync();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_queue_that_is_behind_takes_no_review_away_from_its_experts()
    {
        var behind = await BehindAsync();
        await behind.LookAsync(Cancellation);
        (await _fixture.FindAsync(Review.Value)).Conclusion.ShouldBeNull();
        for (var seat = 0; seat < 3; seat++)
        {
            await OpinionAsync(seat);
        }

        await behind.LookAsync(Cancellation);
        (await _fixture.FindAsync(Review.Value)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Fact]
    public async Task A_review_that_is_closed_ends_its_panel_also_when_the_queue_does_not_know_it()
    {
        await _fixture.Reviews.JudgeAsync(Review);
        await (await BehindAsync()).LookAsync(Cancellation);
        (await _fixture.FindAsync(Review.Value)).Conclusion!.ShouldSatisfyAllConditions(made => made.Outcome.ShouldBe(PanelOutcome.Superseded), made => made.Why.ShouldBe("ann judged it first"));
    }

    [Fact]
    public async Task A_verdict_that_was_taken_back_leaves_the_panel_to_its_experts()
    {
        await _fixture.Reviews.JudgeAsync(Review);
        (await _fixture.Reviews.Desk.UndoAsync(Review, ReviewFixture.Ann, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        (await _fixture.Desk.EndAsync(_panel.Id, Cancellation)).ShouldBeOfType<PanelResult.Refused>().Problem.Code.ShouldBe("panel.open");
    }

    [Fact]
    public async Task An_expert_that_gave_its_opinion_to_a_reviewer_gives_no_second_one_in_its_seat()
    {
        var (expert, asked) = await AskedTwiceAsync();
        await _fixture.Tasks.ClaimAsync(asked, expert);
        (await FinishAsync(asked, expert, OpinionVerdict.Approve)).ShouldBeOfType<TaskOutcome.Changed>();
        var seat = new TaskId(_panel.Request.Seats[0].Task);
        await _fixture.Tasks.ClaimAsync(seat, expert);
        TaskFixture.CodeOf(await FinishAsync(seat, expert, OpinionVerdict.Reject)).ShouldBe("vote.second");
        (await _fixture.Tasks.FindAsync(seat)).Result.ShouldBeNull();
    }

    [Fact]
    public async Task Who_contradicts_its_vote_before_a_reviewer_counts_for_nothing()
    {
        var (expert, asked) = await AskedTwiceAsync();
        await OpinionAsync(0);
        await _fixture.LookAsync();
        await _fixture.Tasks.ClaimAsync(asked, expert);
        TaskFixture.CodeOf(await FinishAsync(asked, expert, OpinionVerdict.Approve)).ShouldBe("vote.second");
        (await _fixture.FindAsync(Review.Value)).Counts(expert).ShouldBeTrue();
        TaskFixture.CodeOf(await FinishAsync(asked, expert, OpinionVerdict.Reject)).ShouldBe("vote.equivocal");
        (await _fixture.FindAsync(Review.Value)).Counts(expert).ShouldBeFalse();
    }

    [Fact]
    public async Task Opinions_that_two_servers_took_in_the_same_moment_make_no_verdict_where_they_differ()
    {
        var (expert, asked) = await AskedTwiceAsync();
        await _fixture.Tasks.ClaimAsync(asked, expert);

        // The read model of the other server does not have yet what this one records.
        var other = new TaskDesk(_fixture.Log, await StandingFold<TaskBoard>.OpenAsync(_fixture.Log, _fixture.Clock), _fixture.Tasks.Experts, _fixture.Tasks.Selection, _fixture.Tasks.Options, _fixture.Clock);
        var rejected = new TaskResult { By = "", At = default, Opinion = new TaskOpinion(OpinionVerdict.Reject, 0.9, "no") };
        await OpinionAsync(0);
        (await other.FinishAsync(asked, TaskFixture.Expert(expert), rejected, Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        await OpinionAsync(1);
        await OpinionAsync(2);
        await _fixture.LookAsync();
        await _fixture.LookAsync();
        var panel = await _fixture.FindAsync(Review.Value);
        panel.Conclusion.ShouldBeNull();
        panel.Counts(expert).ShouldBeFalse();
    }

    /// <summary>The expert of the first seat, and a task of a reviewer that another server gave it in the same moment.</summary>
    private async Task<(string Expert, TaskId Asked)> AskedTwiceAsync()
    {
        var expert = (await _fixture.Tasks.FindAsync(new TaskId(_panel.Request.Seats[0].Task))).Holder.ShouldNotBeNull();
        var asked = await _fixture.Tasks.AskAsync("ann", review: Review.Value);
        var choice = new ExpertChoice(new ExpertScore(expert, 1, 1, 1, 1, 1, 1, 0), 1, []);
        (await _fixture.Tasks.Desk.AssignAsync(asked, choice, Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        return (expert, asked);
    }

    private async Task OpinionAsync(int seat)
    {
        var id = new TaskId(_panel.Request.Seats[seat].Task);
        var holder = (await _fixture.Tasks.FindAsync(id)).Holder.ShouldNotBeNull();
        await _fixture.Tasks.ClaimAsync(id, holder);
        (await FinishAsync(id, holder, OpinionVerdict.Approve)).ShouldBeOfType<TaskOutcome.Changed>();
    }

    private ValueTask<TaskOutcome> FinishAsync(TaskId id, string by, OpinionVerdict verdict) => new PanelVoting(_fixture.Desk, _fixture.Tasks.Desk).FinishAsync(
        id, TaskFixture.Expert(by), new TaskResult { By = "", At = default, Opinion = new TaskOpinion(verdict, 0.9, "because") }, Cancellation);

    private async Task<PanelKeeper> BehindAsync()
    {
        await _fixture.Tasks.CatchUpAsync();
        await _fixture.Board.ReachedAsync(await _fixture.Log.HeadAsync(Cancellation), Cancellation);
        return new PanelKeeper(
            _fixture.Log, await StandingFold<ReviewQueue>.OpenAsync(_fixture.Log, _fixture.Clock), _fixture.Board, _fixture.Desk, _fixture.Tasks.Board, _fixture.Tasks.Desk, _fixture.Options, _fixture.Clock);
    }
}
