using Pharos.Review.Consensus;

namespace Pharos.Tests.Review.Consensus;

public sealed class QuorumSizeTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(4, 1, 3)]
    [InlineData(7, 2, 5)]
    [InlineData(10, 3, 7)]
    [InlineData(16, 5, 11)]
    public void Of_three_f_and_one_experts_two_f_and_one_must_approve(int experts, int tolerated, int smallest)
    {
        QuorumSize.Tolerated(experts).ShouldBe(tolerated);
        QuorumSize.Smallest(experts, tolerated).ShouldBe(smallest);
    }

    [Fact]
    public void Whatever_the_faulty_say_those_who_approve_hold_most_of_the_honest_and_one_less_would_not_do()
    {
        for (var experts = 1; experts <= PanelRule.MaximumSeats; experts++)
        {
            for (var faulty = 0; faulty <= QuorumSize.Tolerated(experts); faulty++)
            {
                var honest = experts - faulty;
                var need = QuorumSize.Smallest(experts, faulty);
                (2 * (need - faulty)).ShouldBeGreaterThan(honest, $"{need} of {experts} with {faulty} faulty");
                (2 * (need - 1 - faulty)).ShouldBeLessThanOrEqualTo(honest, $"{need - 1} of {experts} with {faulty} faulty");
                need.ShouldBeLessThanOrEqualTo(honest, "the honest can decide without the faulty");
            }
        }
    }
}
