using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

public sealed class PanelRuleTests
{
    private static readonly PanelRule Alone = PanelFixture.Rule(1, ["security"]) with { Alone = new LoneApproval(ReviewRisk.Low, 0.9) };

    [Fact]
    public async Task One_expert_alone_may_approve_a_low_risk_when_it_is_sure()
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour with { Alone = new LoneApproval(ReviewRisk.Low, 0.9) }, ReviewRisk.Low);
        var panel = await fixture.AskAsync();
        (await fixture.VoteAsync(panel, 0, OpinionVerdict.Approve, 0.89)).Conclusion.ShouldBeNull();
        (await fixture.VoteAsync(panel, 1, OpinionVerdict.Approve, 0.9)).Conclusion!.By.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(ReviewRisk.Medium)]
    [InlineData(ReviewRisk.High)]
    public async Task One_expert_alone_is_not_enough_for_a_higher_risk(ReviewRisk risk)
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour with { Alone = new LoneApproval(ReviewRisk.Low, 0.9) }, risk);
        (await fixture.VoteAsync(await fixture.AskAsync(), 0, OpinionVerdict.Approve, 1)).Conclusion.ShouldBeNull();
    }

    [Fact]
    public async Task One_expert_alone_is_not_enough_against_another()
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour with { Alone = new LoneApproval(ReviewRisk.Low, 0.9) }, ReviewRisk.Low);
        var panel = await fixture.AskAsync();
        await fixture.VoteAsync(panel, 0, OpinionVerdict.Reject, 0.5);
        (await fixture.VoteAsync(panel, 1, OpinionVerdict.Approve, 1)).Conclusion.ShouldBeNull();
    }

    [Fact]
    public async Task A_rejection_by_the_only_expert_goes_to_people_unless_it_is_configured_to_reject()
    {
        await using var asked = await StartAsync(Alone, ReviewRisk.Low);
        (await asked.VoteAsync(await asked.AskAsync(), 0, OpinionVerdict.Reject)).Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
        await using var rejecting = await StartAsync(Alone with { OnRejection = RejectionAction.Reject }, ReviewRisk.Low);
        var panel = await rejecting.VoteAsync(await rejecting.AskAsync(), 0, OpinionVerdict.Reject, reason: "it leaks a key");
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.Rejected);
        var answer = await rejecting.Reviews.AskAsync();
        (answer.Decision, answer.State, answer.DecidedBy).ShouldBe((Decision.Deny, "rejected", "security-1"));
        answer.Reason.ShouldContain("it leaks a key");
    }

    [Fact]
    public async Task One_liar_of_four_cannot_reject()
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour with { OnRejection = RejectionAction.Reject }, ReviewRisk.Low);
        var panel = await fixture.AskAsync();
        await fixture.VoteAsync(panel, 0, OpinionVerdict.Reject);
        await fixture.VoteAsync(panel, 1, OpinionVerdict.Abstain);
        await fixture.VoteAsync(panel, 2, OpinionVerdict.Approve);
        (await fixture.VoteAsync(panel, 3, OpinionVerdict.Approve)).Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
    }

    [Fact]
    public async Task A_high_risk_needs_two_specialities_whatever_the_rule_says()
    {
        var rule = new PanelRule("*") { Specialities = ["security", "operations", "security", "security"], Of = 4, Need = 3, Faulty = 1, Different = 1, Risk = ReviewRisk.High };
        await using var fixture = await StartAsync(rule, ReviewRisk.High);
        var panel = await fixture.AskAsync();
        await fixture.VoteAsync(panel, 0, OpinionVerdict.Approve);
        await fixture.VoteAsync(panel, 2, OpinionVerdict.Approve);
        (await fixture.VoteAsync(panel, 3, OpinionVerdict.Approve)).Conclusion.ShouldBeNull();
        (await fixture.VoteAsync(panel, 1, OpinionVerdict.Approve)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Theory]
    [InlineData(ReviewRisk.High, "security")]
    [InlineData(ReviewRisk.Medium, "security,operations")]
    public async Task What_is_too_risky_for_a_rule_is_left_to_people(ReviewRisk most, string specialities)
    {
        var rule = PanelFixture.Rule(4, specialities.Split(',')) with { Risk = most };
        await using var fixture = await StartAsync(rule, ReviewRisk.High);
        var review = (await fixture.Reviews.AskAsync()).Review!.Value;
        await fixture.LookAsync();
        (await fixture.Desk.FindAsync(new PanelId(review.Value), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task The_rule_that_asks_experts_says_how_many_it_takes_and_not_the_one_for_people()
    {
        await using var fixture = new PanelFixture(Alone, ReviewRisk.Low, people: 2);
        await fixture.RegisterAsync(1);
        (await fixture.VoteAsync(await fixture.AskAsync(), 0, OpinionVerdict.Approve)).Conclusion!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Fact]
    public async Task An_expert_that_dies_leaves_its_seat_to_another()
    {
        await using var fixture = await StartAsync(Alone, ReviewRisk.Low);
        await fixture.Tasks.RegisterAsync("security-9", capabilities: ["security"]);
        var panel = await fixture.AskAsync();
        var task = new TaskId(panel.Request.Seats[0].Task);
        var first = (await fixture.Tasks.FindAsync(task)).Holder!;
        var other = first == "security-1" ? "security-9" : "security-1";
        fixture.Clock.Advance(fixture.Tasks.Options.Offer + TimeSpan.FromSeconds(1));
        await fixture.Tasks.Experts.SeenAsync(new ExpertId(other), TestContext.Current.CancellationToken);
        await fixture.Tasks.SettleAsync();
        (await fixture.VoteAsync(panel, 0, OpinionVerdict.Approve)).Conclusion!.By.ShouldBe([other]);
    }

    [Fact]
    public void Who_was_often_surely_wrong_weighs_less_and_nobody_weighs_more_than_one()
    {
        var (good, bad) = (TrackRecord.Empty, TrackRecord.Empty);
        VoteWeight.Of(TrackRecord.Empty).ShouldBe(1);
        for (var outcome = 0; outcome < 20; outcome++)
        {
            good = good.AfterOutcome(isApproved: true, 0.95, wasRight: true, 1);
            bad = bad.AfterOutcome(isApproved: true, 0.95, wasRight: false, 1);
        }

        VoteWeight.Of(good).ShouldBe(1);
        VoteWeight.Of(bad).ShouldBe(0);
    }

    private static async Task<PanelFixture> StartAsync(PanelRule rule, ReviewRisk risk)
    {
        var fixture = new PanelFixture(rule, risk);
        await fixture.RegisterAsync(rule.Of);
        return fixture;
    }
}
