using System.Text;
using Pharos.Events;

namespace Pharos.Tests.Events.Projections;

/// <summary>Fills a log with events of many types, agents and days, the same for the same seed.</summary>
internal static class LogOfEverything
{
    public static async Task<InMemoryEventLog> MakeAsync(int seed, int events, int names = 8)
    {
        var log = new InMemoryEventLog();
        await AppendAsync(log, seed, events, names);
        return log;
    }

    public static async Task AppendAsync(IEventLog log, int seed, int events, int names = 8)
    {
        var clock = new ManualClock();
        var random = new Random(seed);
        for (var i = 0; i < events; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(random.Next(-30, 300)));
            await log.AppendAsync(AppendBatch.Of(new NewEvent
            {
                Stream = StreamId.New("thing", clock),
                Id = EventId.New(clock),
                Type = $"thing{random.Next(names)}.happened",
                At = clock.GetUtcNow(),
                Actor = new Actor(ActorKind.System, "test"),
                Agent = random.Next(4) == 0 ? null : $"agent-{random.Next(names)}",
                Payload = Encoding.UTF8.GetBytes($"\"{new string('x', random.Next(200))}\""),
            }));
        }
    }
}
