using Pharos.Health;

namespace Pharos.Tests.Health;

public sealed class DiskAlarmTests
{
    private readonly DiskAlarm _alarm = new();

    [Fact]
    public void It_rises_at_once_below_a_day_and_again_below_four_hours()
    {
        _alarm.Take(30).ShouldBeFalse();
        _alarm.Take(23.9).ShouldBeTrue();
        _alarm.Urgency.ShouldBe(DiskUrgency.Day);
        _alarm.Take(20).ShouldBeFalse();
        _alarm.Take(3.9).ShouldBeTrue();
        _alarm.Urgency.ShouldBe(DiskUrgency.Hours);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Wavering_around_a_limit_changes_it_once(int seed)
    {
        var random = new Random(seed);
        Enumerable.Range(0, 500).Count(_ => _alarm.Take(22 + (4 * random.NextDouble()))).ShouldBe(1);
    }

    [Fact]
    public void It_falls_only_after_ten_outlooks_well_above()
    {
        _alarm.Take(2);
        for (var i = 0; i < DiskAlarm.Calm - 1; i++)
        {
            _alarm.Take(double.PositiveInfinity).ShouldBeFalse();
        }

        _alarm.Take(4.5).ShouldBeFalse();
        for (var i = 0; i < DiskAlarm.Calm - 1; i++)
        {
            _alarm.Take(10).ShouldBeFalse();
        }

        _alarm.Take(10).ShouldBeTrue();
        _alarm.Urgency.ShouldBe(DiskUrgency.Day);
    }

    [Fact]
    public void What_is_not_known_changes_nothing()
    {
        _alarm.Take(null).ShouldBeFalse();
        _alarm.Take(2);
        for (var i = 0; i < 50; i++)
        {
            _alarm.Take(null).ShouldBeFalse();
        }

        _alarm.Urgency.ShouldBe(DiskUrgency.Hours);
    }
}
