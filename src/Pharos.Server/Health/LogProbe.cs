using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Server.Events;
using Pharos.Server.Logging;
using EventId = Pharos.Events.EventId;

namespace Pharos.Server.Health;

/// <summary>
/// While the last append has failed, tries a small one every few seconds, so that a server without traffic becomes ready again as soon as its log works. A probe that
/// succeeds is the event <c>log.probed</c>, one for each recovery; while the log works nothing is written.
/// </summary>
internal sealed class LogProbe(ObservedEventLog log, TimeProvider clock, ILogger<LogProbe> logger)
{
    /// <summary>How often a failed log is tried.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>The stream of the probes.</summary>
    public static readonly StreamId Stream = new("log", new Guid("01900000-0000-7000-8000-000000000010"));

    private const string EventType = "log.probed";

    // A log that cannot answer at all must not hold the next attempt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await TryAsync(stopping);
        }
    }

    /// <summary>Tries once when the last append failed.</summary>
    public async Task TryAsync(CancellationToken stopping)
    {
        if (log.Failure is not { } failure)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            var outcome = await log.AppendAsync(AppendBatch.Of(Event(failure.Code)), either.Token);
            logger.LogTakesEventsAgain(outcome is AppendOutcome.Appended appended ? appended.First.Value : 0);
        }
        catch (EventLogUnavailableException)
        {
            // Health says so already, and the next attempt follows.
            return;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private NewEvent Event(string after) => new()
    {
        Stream = Stream,
        Id = EventId.New(clock),
        Type = EventType,
        At = clock.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "health"),
        Payload = Encoding.UTF8.GetBytes($$"""{"after":"{{JsonEncodedText.Encode(after)}}"}"""),
    };
}
