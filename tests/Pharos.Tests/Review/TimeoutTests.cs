using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

public sealed class TimeoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_judging_in_time_denies_and_is_no_rejection()
    {
        await using var fixture = new ReviewFixture();
        var operation = Guid.CreateVersion7();
        var id = (await fixture.AskAsync(operation: operation)).Review!.Value;
        await RunOutAsync(fixture);
        var answer = await fixture.AskAsync(operation: operation);
        (answer.Decision, answer.State).ShouldBe((Decision.Deny, "expired"));
        answer.Reason.ShouldContain("not rejected");
        ReviewFixture.CodeOf(await fixture.Desk.JudgeAsync(id, ReviewFixture.Ann, new Judgement(VerdictKind.Approve), Cancellation)).ShouldBe("review.decided");
    }

    [Theory]
    [InlineData(TimeoutAction.Hold, ReviewState.Waiting)]
    [InlineData(TimeoutAction.Escalate, ReviewState.Escalated)]
    public async Task What_is_held_stays_open_and_is_overdue(TimeoutAction action, ReviewState expected)
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { OnTimeout = action });
        var id = (await fixture.AskAsync()).Review!.Value;
        await RunOutAsync(fixture);
        await RunOutAsync(fixture);
        var item = (await fixture.Desk.FindAsync(id, Cancellation))!;
        (item.StateAt(fixture.Clock.GetUtcNow()), item.IsOverdue, item.Level).ShouldBe((expected, true, action == TimeoutAction.Escalate ? 1 : 0));
        (await fixture.JudgeAsync(id)).Verdict.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_rule_has_its_own_time()
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { Rules = [new ReviewRule("pharos.gate.default") { Timeout = TimeSpan.FromMinutes(1) }] });
        var id = (await fixture.AskAsync()).Review!.Value;
        (await fixture.Desk.FindAsync(id, Cancellation))!.ExpiresAt.ShouldBe(fixture.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_agreed_time_warns_at_four_fifths_and_stops_with_the_verdict()
    {
        await using var fixture = new ReviewFixture();
        var id = (await fixture.AskAsync()).Review!.Value;
        fixture.Clock.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromSeconds(1));
        (await SlaAsync(fixture, id)).ShouldBe("ok");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        (await SlaAsync(fixture, id)).ShouldBe("warning");
        await fixture.JudgeAsync(id);
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        (await SlaAsync(fixture, id)).ShouldBe("warning");
    }

    private static async Task RunOutAsync(ReviewFixture fixture)
    {
        await fixture.CatchUpAsync();
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        await fixture.Keeper.LookAsync(Cancellation);
        await fixture.CatchUpAsync();
    }

    private static async Task<string> SlaAsync(ReviewFixture fixture, ReviewId id) => (await fixture.Desk.FindAsync(id, Cancellation))!.SlaAt(fixture.Clock.GetUtcNow());
}
