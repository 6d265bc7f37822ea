using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

/// <summary>When people need not be called, because experts may decide without them.</summary>
public sealed class ExpertsFirstTests : IAsyncLifetime
{
    private static readonly TimeSpan Near = PanelFixture.ThreeOfFour.Deadline * ReviewItem.SlaWarningShare;

    private readonly PanelFixture _fixture = new(PanelFixture.ThreeOfFour, ReviewRisk.High);

    public async ValueTask InitializeAsync() => await _fixture.RegisterAsync(4);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_review_is_left_to_experts_until_most_of_their_time_is_over()
    {
        var panel = await _fixture.AskAsync();
        (await UntilAsync(panel)).ShouldBe(panel.OpenedAt + Near);
    }

    [Fact]
    public async Task A_review_whose_panel_opens_in_a_moment_is_left_to_it_already()
    {
        var answer = await _fixture.Reviews.AskAsync();
        var review = (await _fixture.Reviews.Desk.FindAsync(answer.Review!.Value, TestContext.Current.CancellationToken))!;
        new ExpertsFirst(_fixture.Board, _fixture.Options).Until(review).ShouldBe(review.RequestedAt + Near);
        new ExpertsFirst(_fixture.Board, new ConsensusOptions()).Until(review).ShouldBeNull();
    }

    [Fact]
    public async Task People_are_called_the_moment_the_experts_leave_it_to_them()
    {
        var panel = await _fixture.AskAsync();
        await _fixture.VoteAsync(panel, 0, OpinionVerdict.Reject);
        panel = await _fixture.VoteAsync(panel, 1, OpinionVerdict.Reject);
        panel.Conclusion!.Outcome.ShouldBe(PanelOutcome.People);
        (await UntilAsync(panel)).ShouldBeNull();
    }

    private async Task<DateTimeOffset?> UntilAsync(PanelItem panel)
    {
        await _fixture.Board.ReachedAsync(await _fixture.Log.HeadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        return new ExpertsFirst(_fixture.Board, _fixture.Options).Until(await _fixture.ReviewAsync(panel));
    }
}
