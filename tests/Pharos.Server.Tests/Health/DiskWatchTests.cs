using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pharos.Health;
using Pharos.Server.Configuration;
using Pharos.Server.Health;

namespace Pharos.Server.Tests.Health;

public sealed class DiskWatchTests : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly string _data = Directory.CreateTempSubdirectory("pharos-disk-").FullName;
    private readonly ManualClock _clock = new();
    private readonly Lines _lines = new();
    private readonly ILoggerFactory _loggers;
    private readonly DiskWatch _watch;

    public DiskWatchTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_lines));
        _watch = new DiskWatch(new DataFolder(_data), () => null, _clock, _loggers.CreateLogger<DiskWatch>());
    }

    [Fact]
    public void A_disk_that_fills_warns_once_below_a_day_and_once_below_four_hours()
    {
        // A gigabyte an hour from thirty.
        for (var minute = 0; minute < 29 * 60; minute++)
        {
            Look((30 * Gigabyte) - (minute * Gigabyte / 60));
        }

        _lines.All.Count.ShouldBe(2);
        _lines.All[0].ShouldContain("about 24 h");
        _lines.All[1].ShouldContain("about 4 h");
        _watch.Current.Urgency.ShouldBe(DiskUrgency.Hours);
    }

    [Fact]
    public void Space_that_is_given_back_ends_the_warning_with_a_line()
    {
        for (var minute = 0; minute < 30; minute++)
        {
            Look((3 * Gigabyte) - (minute * Gigabyte / 60));
        }

        for (var minute = 0; minute < 20; minute++)
        {
            Look(900 * Gigabyte);
        }

        _watch.Current.Urgency.ShouldBe(DiskUrgency.None);
        _lines.All.Count.ShouldBe(2);
        _lines.All[1].ShouldContain("no longer");
    }

    [Fact]
    public async Task A_folder_that_is_gone_cannot_be_written()
    {
        await _watch.LookAsync(TestContext.Current.CancellationToken);
        _watch.Current.Look!.Problem.ShouldBeNull();
        Directory.GetFiles(_data).ShouldBeEmpty();
        Directory.Delete(_data);
        await _watch.LookAsync(TestContext.Current.CancellationToken);
        _watch.Current.Look!.Problem.ShouldNotBeNullOrEmpty();
        Directory.CreateDirectory(_data);
    }

    [Theory]
    [InlineData(Gigabyte, null, DiskUrgency.None, HealthStatus.Healthy, "")]
    [InlineData(Gigabyte / 4, null, DiskUrgency.None, HealthStatus.Degraded, "disk.low")]
    [InlineData(1000, null, DiskUrgency.None, HealthStatus.Unhealthy, "disk.full")]
    [InlineData(Gigabyte, "read-only", DiskUrgency.None, HealthStatus.Unhealthy, "data.unwritable")]
    [InlineData(Gigabyte, null, DiskUrgency.Day, HealthStatus.Degraded, "disk.filling")]
    public void Each_trouble_has_its_code(long free, string? problem, DiskUrgency urgency, HealthStatus status, string code)
    {
        var result = DiskHealthCheck.Judge(free, new DiskLook(free, null, null, problem), new DiskOutlook(free, 1, 12), urgency);
        result.Status.ShouldBe(status);
        result.Description!.ShouldStartWith(code);
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _lines.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void Look(long free)
    {
        _watch.Take(new DiskLook(free, null, null, null));
        _clock.Advance(DiskWatch.Every);
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
