using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

public sealed class ReviewLimitTests
{
    private static readonly Caller Agent = new("claude-1", Role.Agent);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setting_aside_again_moves_the_timeout_only_by_what_is_added()
    {
        await using var fixture = new ReviewFixture();
        var id = (await fixture.AskAsync()).Review!.Value;
        var before = (await fixture.Desk.FindAsync(id, Cancellation))!.ExpiresAt;
        for (var i = 0; i < 3; i++)
        {
            await fixture.Desk.SnoozeAsync(id, ReviewFixture.Ann, fixture.Clock.GetUtcNow() + TimeSpan.FromHours(1), null, null, Cancellation);
        }

        (await fixture.Desk.FindAsync(id, Cancellation))!.ExpiresAt.ShouldBe(before + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task What_was_set_aside_at_the_last_moment_is_not_handed_up()
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { OnTimeout = TimeoutAction.Escalate });
        var id = (await fixture.AskAsync()).Review!.Value;
        await fixture.Desk.SnoozeAsync(id, ReviewFixture.Ann, fixture.Clock.GetUtcNow() + TimeSpan.FromHours(1), null, null, Cancellation);
        ReviewFixture.CodeOf(await fixture.Desk.EscalateLateAsync(id, Cancellation)).ShouldBe("review.early");
    }

    [Fact]
    public async Task What_was_carried_out_is_not_said_to_be_approved_only()
    {
        await using var fixture = new ReviewFixture();
        var operation = Guid.CreateVersion7();
        var asked = await fixture.AskAsync(operation: operation);
        await fixture.JudgeAsync(asked.Review!.Value);
        (await fixture.AskAsync(operation: operation)).State.ShouldBe("approved");
        await new ExecutionReports(fixture.Log, fixture.Clock).ReportAsync(asked.Id, new ExecutionReport(ExecutionState.Done, null), Agent, Cancellation);
        var again = await fixture.AskAsync(operation: operation);
        (again.Decision, again.State).ShouldBe((Decision.Allow, "done"));
    }

    [Theory]
    [InlineData("git status", null)]
    [InlineData("sudo reboot", "review.edited.people")]
    public async Task An_edited_input_that_takes_more_people_is_not_approved_by_fewer(string edited, string? code)
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { PeopleForHighRisk = 2 });
        var id = (await fixture.AskAsync("git log")).Review!.Value;
        var item = (await fixture.Desk.FindAsync(id, Cancellation))!;
        item.Request.People.ShouldBe(1);
        var check = new EditedInput(fixture.Gate.Gate, new ProposalArchive(fixture.Log), new QuestionKeys(new byte[32]), fixture.Options, fixture.Clock);
        var (_, problem) = await check.CheckAsync(item, new Judgement(VerdictKind.Approve) { Edited = System.Text.Json.JsonSerializer.SerializeToElement(new { command = edited }) }, Cancellation);
        (problem?.Code).ShouldBe(code);
    }
}
