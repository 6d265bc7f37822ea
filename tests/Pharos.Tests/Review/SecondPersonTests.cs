using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

public sealed class SecondPersonTests : IAsyncLifetime
{
    private readonly ReviewFixture _fixture = new(new ReviewOptions { Rules = [new ReviewRule("pharos.gate.*") { People = 2 }] });
    private ReviewId _id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _id = (await _fixture.AskAsync()).Review!.Value;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task One_approval_of_two_leaves_it_open()
    {
        (await _fixture.JudgeAsync(_id)).StateAt(_fixture.Clock.GetUtcNow()).ShouldBe(ReviewState.Waiting);
        (await _fixture.JudgeAsync(_id, by: ReviewFixture.Ben)).Verdict!.Endorsed.ShouldBe(["ann"]);
    }

    [Fact]
    public async Task The_same_person_is_no_second_one()
    {
        await _fixture.JudgeAsync(_id);
        ReviewFixture.CodeOf(await _fixture.Desk.JudgeAsync(_id, ReviewFixture.Ann, new Judgement(VerdictKind.Approve), Cancellation)).ShouldBe("review.second");
    }

    [Fact]
    public async Task One_rejection_is_enough() =>
        (await _fixture.JudgeAsync(_id, VerdictKind.Reject)).StateAt(_fixture.Clock.GetUtcNow()).ShouldBe(ReviewState.Rejected);
}
