using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

public sealed class ReviewDeskTests : IAsyncLifetime
{
    private readonly ReviewFixture _fixture = new();
    private ReviewId _id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = (await _fixture.AskAsync()).Review!.Value;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_claim_ends_by_itself_when_its_holder_does_nothing()
    {
        await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ann, false, null, Cancellation);
        _fixture.Clock.Advance(ReviewOptions.Lease - TimeSpan.FromSeconds(1));
        ReviewFixture.CodeOf(await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ben, false, null, Cancellation)).ShouldBe("review.claimed");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        (await StateAsync()).ShouldBe(ReviewState.Waiting);
        (await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ben, false, null, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>().Item.HolderAt(_fixture.Clock.GetUtcNow()).ShouldBe("ben");
    }

    [Fact]
    public async Task Activity_makes_a_claim_last()
    {
        await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ann, false, null, Cancellation);
        for (var i = 0; i < 3; i++)
        {
            _fixture.Clock.Advance(TimeSpan.FromMinutes(4));
            (await _fixture.Desk.RenewAsync(_id, ReviewFixture.Ann, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        }

        (await StateAsync()).ShouldBe(ReviewState.Claimed);
    }

    [Fact]
    public async Task Who_loses_a_claim_to_another_learns_to_whom()
    {
        await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ann, false, null, Cancellation);
        await _fixture.Desk.ClaimAsync(_id, ReviewFixture.Ben, true, null, Cancellation);
        (await _fixture.Desk.RenewAsync(_id, ReviewFixture.Ann, Cancellation)).ShouldBeOfType<ReviewOutcome.Refused>().Problem.Message.ShouldContain("ben");
    }

    [Fact]
    public async Task A_verdict_on_what_has_changed_since_it_was_seen_is_refused()
    {
        var seen = (await _fixture.Desk.FindAsync(_id, Cancellation))!.Version;
        await _fixture.Desk.EscalateAsync(_id, ReviewFixture.Ben, "ask the owner", null, Cancellation);
        ReviewFixture.CodeOf(await _fixture.Desk.JudgeAsync(_id, ReviewFixture.Ann, new Judgement(VerdictKind.Approve) { Version = seen }, Cancellation)).ShouldBe("review.version");
    }

    [Fact]
    public async Task That_somebody_was_told_does_not_spoil_a_verdict()
    {
        var seen = (await _fixture.Desk.FindAsync(_id, Cancellation))!.Version;
        await _fixture.Desk.ToldAsync(_id, "webhook", "ben", new ReviewStage(0, default), null, Cancellation);
        (await _fixture.Desk.JudgeAsync(_id, ReviewFixture.Ann, new Judgement(VerdictKind.Approve) { Version = seen }, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
    }

    [Fact]
    public async Task What_is_set_aside_comes_back_and_its_timeout_moves_with_it()
    {
        var before = (await _fixture.Desk.FindAsync(_id, Cancellation))!.ExpiresAt;
        var snoozed = await _fixture.Desk.SnoozeAsync(_id, ReviewFixture.Ann, _fixture.Clock.GetUtcNow() + TimeSpan.FromHours(3), null, null, Cancellation);
        snoozed.ShouldBeOfType<ReviewOutcome.Changed>().Item.ExpiresAt.ShouldBe(before + TimeSpan.FromHours(3));
        (await StateAsync()).ShouldBe(ReviewState.Snoozed);
        _fixture.Clock.Advance(TimeSpan.FromHours(3));
        (await StateAsync()).ShouldBe(ReviewState.Waiting);
    }

    [Theory]
    [InlineData("claude-1")]
    [InlineData("puppet")]
    public async Task Neither_the_agent_nor_whom_it_registered_judges_it(string subject)
    {
        var by = new Pharos.Agents.Caller(subject, Pharos.Agents.Role.Reviewer);
        ReviewFixture.CodeOf(await _fixture.Desk.JudgeAsync(_id, by, new Judgement(VerdictKind.Approve), Cancellation)).ShouldBe("review.self");
    }

    [Fact]
    public async Task Only_who_gave_a_verdict_takes_it_back()
    {
        await _fixture.JudgeAsync(_id);
        ReviewFixture.CodeOf(await _fixture.Desk.UndoAsync(_id, ReviewFixture.Ben, Cancellation)).ShouldBe("review.undo");
        (await _fixture.Desk.UndoAsync(_id, ReviewFixture.Ann, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        (await StateAsync()).ShouldBe(ReviewState.Claimed);
    }

    [Fact]
    public async Task A_link_gives_one_verdict_even_when_that_was_taken_back()
    {
        var byLink = new Judgement(VerdictKind.Approve) { Via = "link", Link = "aa" };
        (await _fixture.Desk.JudgeAsync(_id, ReviewFixture.Ann, byLink, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        await _fixture.Desk.UndoAsync(_id, ReviewFixture.Ann, Cancellation);
        ReviewFixture.CodeOf(await _fixture.Desk.JudgeAsync(_id, ReviewFixture.Ann, byLink, Cancellation)).ShouldBe("review.link.used");
    }

    private async Task<ReviewState> StateAsync() => (await _fixture.Desk.FindAsync(_id, Cancellation))!.StateAt(_fixture.Clock.GetUtcNow());
}
