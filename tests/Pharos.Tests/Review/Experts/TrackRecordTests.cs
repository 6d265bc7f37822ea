using Pharos.Review.Experts;

namespace Pharos.Tests.Review.Experts;

public sealed class TrackRecordTests
{
    [Fact]
    public void Nobody_starts_better_than_a_coin()
    {
        TrackRecord.Empty.SuccessRate.ShouldBe(0.5);
        TrackRecord.Empty.Calibration.ShouldBe(0.75);
    }

    [Fact]
    public void Who_is_always_sure_and_right_comes_close_to_one_and_who_is_always_sure_and_wrong_to_nothing()
    {
        Judging(TrackRecord.Empty, 100, _ => (true, 1, true)).Calibration.ShouldBeGreaterThan(0.95);
        Judging(TrackRecord.Empty, 100, _ => (true, 1, false)).Calibration.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Who_says_that_it_is_unsure_loses_less_when_it_is_wrong()
    {
        var bold = Judging(TrackRecord.Empty, 20, i => (true, 0.99, i % 2 == 0));
        var modest = Judging(TrackRecord.Empty, 20, i => (true, 0.55, i % 2 == 0));
        modest.Calibration.ShouldBeGreaterThan(bold.Calibration);
        modest.Right.ShouldBe(bold.Right);
    }

    [Fact]
    public void An_unsure_yes_is_a_sure_no_half_taken_back()
    {
        var yes = TrackRecord.Empty.AfterOutcome(isApproved: true, 0.3, wasRight: false, 1);
        var no = TrackRecord.Empty.AfterOutcome(isApproved: false, 0.7, wasRight: false, 1);
        yes.Calibration.ShouldBe(no.Calibration, 1e-9);
    }

    [Fact]
    public void Who_became_worse_is_soon_seen_so()
    {
        var record = TrackRecord.Empty;
        for (var i = 0; i < 200; i++)
        {
            record = record.AfterResult(true, TimeSpan.FromSeconds(1));
        }

        record.SuccessRate.ShouldBeGreaterThan(0.95);
        for (var i = 0; i < 40; i++)
        {
            record = record.AfterLoss();
        }

        record.SuccessRate.ShouldBeLessThan(0.55);
    }

    [Fact]
    public void Nobody_is_faster_than_at_once_however_far_the_clocks_of_two_nodes_lie_apart()
    {
        var record = TrackRecord.Empty.AfterResult(true, TimeSpan.FromMinutes(-5)).AfterResult(true, TimeSpan.FromMinutes(-5));
        record.LatencySeconds.ShouldBe(0);
    }

    private static TrackRecord Judging(TrackRecord record, int times, Func<int, (bool Approved, double Confidence, bool WasRight)> each)
    {
        for (var i = 0; i < times; i++)
        {
            var (approved, confidence, wasRight) = each(i);
            record = record.AfterOutcome(approved, confidence, wasRight, 1);
        }

        return record;
    }
}
