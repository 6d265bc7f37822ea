using Pharos.Health;

namespace Pharos.Tests.Health;

public sealed class DiskForecastTests
{
    private const long Gigabyte = 1L << 30;
    private const long Megabyte = 1L << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_disk_that_fills_evenly_with_noise_is_full_when_it_should_be(int seed)
    {
        var random = new Random(seed);
        var outlook = Run(120, minute => (100 * Gigabyte) - (minute * Gigabyte / 6) + random.NextInt64(-50 * Megabyte, 50 * Megabyte));
        outlook.BytesPerHour!.Value.ShouldBe(10.0 * Gigabyte, 0.1 * Gigabyte);
        outlook.HoursToFull!.Value.ShouldBe(8.0, 0.2);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(100)]
    public void A_large_file_that_is_deleted_or_appears_bends_nothing_but_what_is_free(int when)
    {
        foreach (var step in (long[])[40 * Gigabyte, -20 * Gigabyte])
        {
            var outlook = Run(120, minute => (100 * Gigabyte) - (minute * Gigabyte / 60) + (minute >= when ? step : 0));
            outlook.BytesPerHour!.Value.ShouldBe(Gigabyte, 0.01 * Gigabyte);
            outlook.HoursToFull!.Value.ShouldBe(98.0 + (step / (double)Gigabyte), 0.5);
        }
    }

    [Fact]
    public void Growth_in_regular_steps_is_growth()
    {
        var outlook = Run(180, minute => (10 * Gigabyte) - (minute / 15 * Gigabyte / 4));
        outlook.BytesPerHour!.Value.ShouldBe(Gigabyte, 0.1 * Gigabyte);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_disk_that_holds_still_is_never_full(int seed)
    {
        var random = new Random(seed);
        Run(200, _ => (10 * Gigabyte) + random.NextInt64(-4096, 4096)).HoursToFull.ShouldBe(double.PositiveInfinity);
        Run(200, minute => (10 * Gigabyte) + (minute * Megabyte)).HoursToFull.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Less_than_ten_minutes_say_nothing_but_what_the_log_is_known_to_do()
    {
        Run(10, minute => Gigabyte - (minute * Megabyte)).HoursToFull.ShouldBeNull();
        Run(10, minute => Gigabyte - (minute * Megabyte), expected: 100.0 * Megabyte).HoursToFull!.Value.ShouldBe(9.99, 0.1);
        Run(12, minute => Gigabyte - (minute * Megabyte)).HoursToFull.ShouldNotBeNull();
    }

    [Fact]
    public void A_full_disk_is_full_now()
    {
        Run(30, _ => 16 * Megabyte).HoursToFull.ShouldBe(0);
        new DiskForecast(16 * Megabyte).Outlook().ShouldBeNull();
    }

    [Fact]
    public void Only_the_last_hours_count()
    {
        var outlook = Run(1_000, minute => minute < 500 ? (100 * Gigabyte) - (minute * Gigabyte / 10) : 50 * Gigabyte);
        outlook.HoursToFull.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_sample_that_is_not_younger_is_passed_over()
    {
        var forecast = new DiskForecast(0);
        forecast.Add(new DiskSample(TimeSpan.FromMinutes(5), 100));
        forecast.Add(new DiskSample(TimeSpan.FromMinutes(5), 50));
        forecast.Add(new DiskSample(TimeSpan.FromMinutes(4), 50));
        forecast.Outlook()!.FreeBytes.ShouldBe(100);
    }

    private static DiskOutlook Run(int minutes, Func<int, long> free, double? expected = null)
    {
        var forecast = new DiskForecast(16 * Megabyte);
        for (var minute = 0; minute < minutes; minute++)
        {
            forecast.Add(new DiskSample(TimeSpan.FromMinutes(minute), free(minute)));
        }

        return forecast.Outlook(expected)!;
    }
}
