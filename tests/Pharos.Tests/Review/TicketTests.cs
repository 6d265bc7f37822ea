using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

public sealed class TicketTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_approval_that_served_another_proposal_does_not_serve_the_first_one_too()
    {
        await using var fixture = new ReviewFixture();
        var operation = Guid.CreateVersion7();
        await fixture.JudgeAsync((await fixture.AskAsync(operation: operation)).Review!.Value);
        (await fixture.AskAsync()).Decision.ShouldBe(Decision.Allow);
        var late = await fixture.AskAsync(operation: operation);
        (late.Decision, late.State).ShouldBe((Decision.Deny, "superseded"));
    }

    [Fact]
    public async Task An_approval_that_served_another_proposal_is_said_to_it_again()
    {
        await using var fixture = new ReviewFixture();
        var operation = Guid.CreateVersion7();
        await fixture.JudgeAsync((await fixture.AskAsync()).Review!.Value);
        (await fixture.AskAsync(operation: operation)).Decision.ShouldBe(Decision.Allow);
        (await fixture.AskAsync(operation: operation)).State.ShouldBe("approved");
    }

    [Fact]
    public async Task An_administrator_that_speaks_for_an_agent_uses_none_of_its_approvals()
    {
        await using var fixture = new ReviewFixture();
        await fixture.JudgeAsync((await fixture.AskAsync()).Review!.Value, by: ReviewFixture.Admin);
        (await AskForAsync(fixture, ReviewFixture.Admin)).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task An_administrators_question_for_an_agent_is_in_no_review_that_it_may_judge()
    {
        await using var fixture = new ReviewFixture();
        await fixture.AskAsync();
        var id = (await AskForAsync(fixture, ReviewFixture.Admin)).Review!.Value;
        ReviewFixture.CodeOf(await fixture.Desk.JudgeAsync(id, ReviewFixture.Admin, new Judgement(VerdictKind.Approve), Cancellation)).ShouldBe("review.self");
    }

    [Fact]
    public async Task A_late_delivery_of_an_old_verdict_does_not_hide_the_review_that_waits()
    {
        await using var fixture = new ReviewFixture();
        var operation = Guid.CreateVersion7();
        await fixture.JudgeAsync((await fixture.AskAsync(operation: operation)).Review!.Value);
        await fixture.CatchUpAsync();
        fixture.Clock.Advance(ReviewOptions.TicketLifetime);
        var open = (await fixture.AskAsync()).Review;
        (await fixture.AskAsync(operation: operation)).Decision.ShouldBe(Decision.Allow);
        (await fixture.AskAsync()).Review.ShouldBe(open);
    }

    [Fact]
    public async Task So_many_equal_proposals_join_one_review_and_no_more()
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { OpenPerAgent = 3 });
        for (var i = 0; i < 4; i++)
        {
            (await fixture.AskAsync()).State.ShouldBe("waiting");
        }

        (await fixture.AskAsync()).Rule.ShouldBe("review.flood");
    }

    private static async Task<Answer> AskForAsync(ReviewFixture fixture, Caller caller) =>
        (await fixture.Decisions.DecideAsync(GateFixture.Bash("deploy") with { AgentId = "claude-1" }, caller, TimeSpan.Zero, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;
}
