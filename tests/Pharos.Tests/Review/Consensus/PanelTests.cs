using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

public sealed class PanelTests : IAsyncLifetime
{
    private readonly PanelFixture _fixture = new(PanelFixture.ThreeOfFour, ReviewRisk.High);
    private PanelItem _panel = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _fixture.RegisterAsync(4);
        _panel = await _fixture.AskAsync();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Each_seat_is_a_task_for_an_expert_of_its_speciality()
    {
        _panel.Request.Seats.Select(seat => seat.Speciality).ShouldBe(["security", "operations", "security", "operations"]);
        for (var seat = 0; seat < 4; seat++)
        {
            var task = await _fixture.Tasks.FindAsync(new TaskId(_panel.Request.Seats[seat].Task));
            task.Holder!.ShouldStartWith(_panel.Request.Seats[seat].Speciality);
            task.Request.Input!.Value.GetProperty("summary").GetString().ShouldBe("deploy");
        }

        var holders = await Task.WhenAll(_panel.Request.Seats.Select(async seat => (await _fixture.Tasks.FindAsync(new TaskId(seat.Task))).Holder));
        holders.Distinct().Count().ShouldBe(4, "one expert has one opinion");
    }

    [Fact]
    public async Task As_many_approvals_as_are_needed_approve_and_the_answer_names_the_experts()
    {
        await VoteAsync(0);
        await VoteAsync(1);
        (await StateAsync()).ShouldBe(ReviewState.Waiting);
        var panel = await VoteAsync(2);
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
        var review = await _fixture.ReviewAsync(panel);
        (review.Verdict!.Verdict, review.Verdict.Via).ShouldBe((VerdictKind.Approve, "expert"));
        new[] { review.Verdict.By }.Concat(review.Verdict.Endorsed).ShouldBe(panel.Votes.Select(vote => vote.Expert), ignoreOrder: true);
        var answer = await _fixture.Reviews.AskAsync();
        (answer.Decision, answer.State).ShouldBe((Decision.Allow, "approved"));
        answer.DecidedBy.ShouldBe(string.Join(", ", panel.Votes.Select(vote => vote.Expert)));
    }

    [Fact]
    public async Task Who_has_not_voted_when_it_is_concluded_need_not_any_more()
    {
        for (var seat = 0; seat < 3; seat++)
        {
            await VoteAsync(seat);
        }

        (await _fixture.Tasks.FindAsync(new TaskId(_panel.Request.Seats[3].Task))).State.ShouldBe(TaskState.Cancelled);
    }

    [Fact]
    public async Task Who_is_not_sure_enough_does_not_count()
    {
        await VoteAsync(0);
        await VoteAsync(1, confidence: 0.69);
        var panel = await VoteAsync(2);
        panel.Conclusion.ShouldBeNull();
        panel = await VoteAsync(3, confidence: 0.7);
        panel.Conclusion!.By.ShouldBe(panel.Votes.Where(vote => vote.Confidence >= 0.7).Select(vote => vote.Expert));
    }

    [Fact]
    public async Task When_too_many_reject_people_decide_and_see_why()
    {
        await VoteAsync(0, OpinionVerdict.Reject, reason: "it opens port 22");
        (await _fixture.FindAsync(_panel.Request.Review)).Conclusion.ShouldBeNull();
        var panel = await VoteAsync(1, OpinionVerdict.Reject, reason: "it is Friday");
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
        panel.Conclusion.Why.ShouldContain("it opens port 22");
        panel.Conclusion.Why.ShouldContain("it is Friday");
        (await StateAsync()).ShouldBe(ReviewState.Waiting);
        (await _fixture.Reviews.JudgeAsync(new ReviewId(_panel.Request.Review))).Verdict!.By.ShouldBe("ann");
    }

    [Fact]
    public async Task When_the_time_is_over_people_decide()
    {
        await VoteAsync(0);
        _fixture.Clock.Advance(_fixture.Options.Rules[0].Deadline);
        await _fixture.LookAsync();
        var panel = await _fixture.FindAsync(_panel.Request.Review);
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
        panel.Conclusion.Why.ShouldContain("1 of 4 experts approve");
        (await StateAsync()).ShouldBe(ReviewState.Waiting);
    }

    [Fact]
    public async Task A_person_who_judges_first_wins_and_the_experts_are_told_to_stop()
    {
        await VoteAsync(0);
        await _fixture.Reviews.JudgeAsync(new ReviewId(_panel.Request.Review), VerdictKind.Reject);
        await _fixture.LookAsync();
        var panel = await _fixture.FindAsync(_panel.Request.Review);
        panel.Conclusion.ShouldBe(new PanelConclusion(PanelOutcome.Superseded, "ann judged it first", panel.Conclusion!.By));
        (await _fixture.Tasks.FindAsync(new TaskId(_panel.Request.Seats[1].Task))).State.ShouldBe(TaskState.Cancelled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_opinion_that_a_reviewer_asked_for_is_not_wanted_any_more_when_the_review_is_closed(bool isStartedAnew)
    {
        await _fixture.Tasks.RegisterAsync("adviser");
        var asked = await _fixture.Tasks.AskAsync("ann", to: "adviser", review: _panel.Request.Review);
        await _fixture.Tasks.SettleAsync();
        await _fixture.Tasks.ClaimAsync(asked, "adviser");
        await _fixture.Reviews.JudgeAsync(new ReviewId(_panel.Request.Review), VerdictKind.Reject);
        await using var next = isStartedAnew ? new Tasks.TaskFixture(_fixture.Log, _fixture.Clock) : null;
        await (next ?? _fixture.Tasks).SettleAsync();
        var item = await _fixture.Tasks.FindAsync(asked);
        (item.State, item.ClosedWhy).ShouldBe((TaskState.Cancelled, "the review is closed"));
    }

    [Fact]
    public async Task A_person_who_comes_after_the_experts_learns_who_they_were()
    {
        await VoteAsync(0);
        await VoteAsync(1);
        await VoteAsync(2);
        var late = await _fixture.Reviews.Desk.JudgeAsync(new ReviewId(_panel.Request.Review), ReviewFixture.Ann, new Judgement(VerdictKind.Reject) { Reason = "no" }, Cancellation);
        late.ShouldBeOfType<ReviewOutcome.Refused>().Problem.Message.ShouldContain("security-");
        ReviewFixture.CodeOf(late).ShouldBe("review.decided");
    }

    [Fact]
    public async Task Experts_do_not_overtake_a_person_who_is_looking_at_it()
    {
        await _fixture.Reviews.Desk.ClaimAsync(new ReviewId(_panel.Request.Review), ReviewFixture.Ann, false, null, Cancellation);
        await VoteAsync(0);
        await VoteAsync(1);
        (await VoteAsync(2)).Conclusion.ShouldBeNull();
        await _fixture.Reviews.Desk.ReleaseAsync(new ReviewId(_panel.Request.Review), ReviewFixture.Ann, Cancellation);
        await _fixture.LookAsync();
        (await _fixture.FindAsync(_panel.Request.Review)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Fact]
    public async Task Who_says_different_things_counts_for_nothing()
    {
        var panel = await VoteAsync(0);
        var liar = panel.Votes[0].Expert;
        var refused = (await _fixture.Desk.RepeatAsync(panel.Id, liar, OpinionVerdict.Reject, Cancellation)).ShouldBeOfType<PanelResult.Refused>();
        refused.Problem.Code.ShouldBe("vote.equivocal");
        await VoteAsync(1);
        (await VoteAsync(2)).Conclusion.ShouldBeNull();
        (await VoteAsync(3)).Conclusion!.By.ShouldNotContain(liar);
    }

    [Fact]
    public async Task Saying_the_same_again_changes_nothing()
    {
        var panel = await VoteAsync(0);
        (await _fixture.Desk.RepeatAsync(panel.Id, panel.Votes[0].Expert, OpinionVerdict.Approve, Cancellation)).ShouldBeOfType<PanelResult.Refused>().Problem.Code.ShouldBe("vote.cast");
        (await _fixture.FindAsync(_panel.Request.Review)).Version.ShouldBe(panel.Version);
    }

    [Fact]
    public async Task One_expert_on_two_seats_has_one_vote()
    {
        var panel = await VoteAsync(0);
        var opinion = new TaskOpinion(OpinionVerdict.Approve, 1, "again");
        (await _fixture.Desk.CastAsync(panel.Id, _panel.Request.Seats[2].Task, panel.Votes[0].Expert, opinion, Cancellation))
            .ShouldBeOfType<PanelResult.Refused>().Problem.Code.ShouldBe("vote.second");
        (await _fixture.FindAsync(_panel.Request.Review)).Votes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nobody_votes_on_what_who_registered_them_proposed()
    {
        var own = await _fixture.Desk.CastAsync(_panel.Id, _panel.Request.Seats[0].Task, "puppet", new TaskOpinion(OpinionVerdict.Approve, 1, "fine"), Cancellation);
        own.ShouldBeOfType<PanelResult.Refused>().Problem.Code.ShouldBe("review.self");
        (await _fixture.FindAsync(_panel.Request.Review)).Votes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Votes_that_came_while_nobody_counted_are_counted_after_a_restart()
    {
        for (var seat = 0; seat < 3; seat++)
        {
            var id = new TaskId(_panel.Request.Seats[seat].Task);
            var holder = (await _fixture.Tasks.FindAsync(id)).Holder!;
            await _fixture.Tasks.ClaimAsync(id, holder);
            await _fixture.Tasks.JudgeAsync(id, holder, OpinionVerdict.Approve, 0.9);
        }

        await _fixture.LookAsync();
        (await _fixture.FindAsync(_panel.Request.Review)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Fact]
    public async Task Two_nodes_make_one_panel_and_one_verdict()
    {
        var review = (await _fixture.Reviews.AskAsync("deploy again")).Review!.Value;
        await Task.WhenAll(_fixture.NewKeeper().LookAsync(Cancellation), _fixture.NewKeeper().LookAsync(Cancellation));
        await _fixture.Tasks.SettleAsync();
        var panel = await _fixture.FindAsync(review.Value);
        foreach (var task in panel.Request.Seats.Take(3).Select(seat => new TaskId(seat.Task)))
        {
            var holder = (await _fixture.Tasks.FindAsync(task)).Holder!;
            await _fixture.Tasks.ClaimAsync(task, holder);
            await _fixture.Tasks.JudgeAsync(task, holder, OpinionVerdict.Approve, 0.9);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _fixture.NewKeeper().LookAsync(Cancellation))));
        await _fixture.LookAsync();
        panel = await _fixture.FindAsync(review.Value);
        panel.Votes.Count.ShouldBe(3);
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
        var verdicts = 0;
        await foreach (var record in _fixture.Log.ReadStreamAsync(review.Stream, cancellationToken: Cancellation))
        {
            verdicts += record.Type == ReviewEvents.Verdict ? 1 : 0;
        }

        verdicts.ShouldBe(1);
    }

    [Fact]
    public async Task A_reviewer_may_take_the_experts_verdict_back_and_then_people_decide()
    {
        for (var seat = 0; seat < 3; seat++)
        {
            await VoteAsync(seat);
        }

        (await _fixture.Reviews.Desk.UndoAsync(new ReviewId(_panel.Request.Review), ReviewFixture.Ben, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        await _fixture.LookAsync();
        (await _fixture.FindAsync(_panel.Request.Review)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
        (await _fixture.ReviewAsync(_panel)).IsClosed.ShouldBeFalse();
    }

    private Task<PanelItem> VoteAsync(int seat, OpinionVerdict verdict = OpinionVerdict.Approve, double confidence = 0.9, string reason = "because") =>
        _fixture.VoteAsync(_panel, seat, verdict, confidence, reason);

    private async Task<ReviewState> StateAsync() => (await _fixture.ReviewAsync(_panel)).StateAt(_fixture.Clock.GetUtcNow());
}
