using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

/// <summary>Whose votes count when it matters: not those of who may not judge any more, of who is never believed, or of one alone that no rule lets.</summary>
public sealed class VoteTrustTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_vote_of_who_may_not_judge_any_more_makes_no_verdict(bool isSuspended)
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour, ReviewRisk.High);
        var panel = await fixture.AskAsync();
        await fixture.VoteAsync(panel, 0, OpinionVerdict.Approve);
        panel = await fixture.VoteAsync(panel, 1, OpinionVerdict.Approve);
        var liar = panel.Votes[0].Expert;
        if (isSuspended)
        {
            (await fixture.Tasks.Experts.SuspendAsync(new ExpertId(liar), ReviewFixture.Ann, "it lies", Cancellation)).ShouldBeOfType<ExpertOutcome.Changed>();
        }
        else
        {
            fixture.Revoked.Add(liar);
        }

        panel = await fixture.VoteAsync(panel, 2, OpinionVerdict.Approve);
        panel.Conclusion.ShouldBeNull();
        panel.Refusals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.Expert.ShouldBe(liar), refusal => refusal.Code.ShouldBe("vote.discounted"));
        (await fixture.VoteAsync(panel, 3, OpinionVerdict.Approve)).Conclusion!.By.ShouldNotContain(liar);
    }

    [Fact]
    public async Task Who_proposed_finds_no_vote_among_the_events_about_itself()
    {
        await using var fixture = await StartAsync(PanelFixture.ThreeOfFour, ReviewRisk.High);
        var panel = await fixture.VoteAsync(await fixture.AskAsync(), 0, OpinionVerdict.Approve);
        var types = new List<(string Type, string? Agent)>();
        await foreach (var record in fixture.Log.ReadStreamAsync(panel.Id.Stream, cancellationToken: Cancellation))
        {
            types.Add((record.Type, record.Agent));
        }

        types.ShouldBe([(PanelEvents.Opened, null), (PanelEvents.Cast, panel.Votes[0].Expert)]);
    }

    [Fact]
    public void A_vote_that_weighs_nothing_is_no_second_speciality()
    {
        PanelStanding.Of(Voted(("security", 1), ("security", 1), ("security", 1), ("operations", 0)))!.Outcome.ShouldBe(PanelOutcome.People);
        PanelStanding.Of(Voted(("security", 1), ("security", 1), ("security", 1), ("operations", 0.6)))!.Outcome.ShouldBe(PanelOutcome.Approved);
    }

    [Fact]
    public async Task A_panel_of_one_approves_only_what_the_rule_lets_one_approve_alone()
    {
        var one = PanelFixture.Rule(1, ["security"]);
        await using var nobody = await StartAsync(one, ReviewRisk.Low);
        await IsLeftToPeopleAsync(nobody);
        var alone = one with { Alone = new LoneApproval(ReviewRisk.Low, 0.9) };
        await using var risky = await StartAsync(alone, ReviewRisk.Medium);
        await IsLeftToPeopleAsync(risky);
        await using var unsure = await StartAsync(alone, ReviewRisk.Low);
        (await unsure.VoteAsync(await unsure.AskAsync(), 0, OpinionVerdict.Approve, 0.89)).Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
    }

    private static async Task IsLeftToPeopleAsync(PanelFixture fixture)
    {
        var review = (await fixture.Reviews.AskAsync()).Review!.Value;
        await fixture.LookAsync();
        (await fixture.Desk.FindAsync(new PanelId(review.Value), Cancellation)).ShouldBeNull();
    }

    private static PanelItem Voted(params (string Speciality, double Weight)[] votes)
    {
        var seats = votes.Select(vote => new PanelSeat(Guid.NewGuid(), vote.Speciality)).ToList();
        return new PanelItem
        {
            Request = new PanelRequest
            {
                Review = Guid.NewGuid(),
                Proposal = Guid.NewGuid(),
                Agent = "claude-1",
                Workspace = "/srv",
                Rule = "*",
                Risk = ReviewRisk.High,
                Need = 3,
                Faulty = 1,
                Different = 2,
                Confidence = 0.7,
                Deadline = DateTimeOffset.MaxValue,
                Seats = seats,
            },
            OpenedAt = default,
            Version = 1,
            Votes = [.. votes.Zip(seats, (vote, seat) => new PanelVote
            {
                Task = seat.Task,
                Expert = seat.Task.ToString(),
                Speciality = vote.Speciality,
                Verdict = OpinionVerdict.Approve,
                Confidence = 0.9,
                Reason = "because",
                Weight = vote.Weight,
                At = default,
            })],
        };
    }

    private static async Task<PanelFixture> StartAsync(PanelRule rule, ReviewRisk risk)
    {
        var fixture = new PanelFixture(rule, risk);
        await fixture.RegisterAsync(rule.Of);
        return fixture;
    }
}
