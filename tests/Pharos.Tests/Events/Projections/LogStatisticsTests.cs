using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Tests.Events.Projections;

public sealed class LogStatisticsTests
{
    [Fact]
    public async Task Everything_is_counted_once()
    {
        await using var log = await LogOfEverything.MakeAsync(1, 300);
        var state = await FoldAsync(log);
        state.Events.ShouldBe(300);
        state.Types.Top(100).Sum(entry => entry.Events).ShouldBe(300);
        state.Types.Top(100).Sum(entry => entry.PayloadBytes).ShouldBe(state.PayloadBytes);
        state.Days.Values.Sum(day => day.Events).ShouldBe(300);
        state.Agents.Top(100).Sum(entry => entry.Events).ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Days_names_and_agents_are_bounded()
    {
        await using var log = new InMemoryEventLog();
        var clock = new ManualClock();
        for (var i = 0; i < 1000; i++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await log.AppendAsync(AppendBatch.Of(new NewEvent
            {
                Stream = StreamId.New("thing", clock),
                Id = EventId.New(clock),
                Type = $"thing{i}.happened",
                At = clock.GetUtcNow(),
                Actor = new Actor(ActorKind.System, "test"),
                Agent = $"agent-{i}",
                Payload = "1"u8.ToArray(),
            }), TestContext.Current.CancellationToken);
        }

        var state = await FoldAsync(log);
        state.Days.Count.ShouldBe(LogStatistics.MaximumDays);
        state.Types.Count.ShouldBe(LogStatistics.MaximumNames);
        state.Agents.Count.ShouldBe(LogStatistics.MaximumNames);
        state.Events.ShouldBe(1000);
        state.Last.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public async Task Growth_is_what_the_last_week_brought()
    {
        await using var log = await LogOfEverything.MakeAsync(2, 100);
        var state = await FoldAsync(log);
        var last = state.Last!.Value;
        state.PayloadBytesPerHour(last.AddDays(30)).ShouldBe(0);
        state.PayloadBytesPerHour(last)!.Value.ShouldBeGreaterThan(0);
        new LogStatistics().PayloadBytesPerHour(last).ShouldBeNull();
    }

    private static Task<LogStatistics> FoldAsync(IEventLog log) =>
        new Projection<LogStatistics>(log, new LogStatisticsFold(), new NoSnapshots(), TimeProvider.System).AtAsync(new Position(long.MaxValue), TestContext.Current.CancellationToken);
}
