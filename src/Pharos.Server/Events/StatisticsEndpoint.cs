using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>What the log is made of. Counts only, nothing of what was proposed, so that asking is no event.</summary>
internal sealed class StatisticsEndpoint(IEventLog log, Projection<LogStatistics> statistics, TimeProvider clock)
{
    private const int Agents = 100;
    private const int Days = 90;

    // Long enough for what was appended just now; a log that is counted anew answers with how far it has come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public void Map(RouteMap routes) => routes.Map("GET", "/api/events/statistics", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var head = await log.HeadAsync(context.RequestAborted);
        await WaitAsync(head, context.RequestAborted);
        await JsonBody.WriteAsync(context, statistics.Read((state, position) => Describe(state, position, head)), ServerJson.Default.StatisticsContract);
    }

    private async Task WaitAsync(Position head, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await statistics.ReachedAsync(head, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer says how far the counting has come.
            return;
        }
        catch (InvalidOperationException) when (statistics.Fault is not null)
        {
            // The answer says why it stands still.
            return;
        }
    }

    private StatisticsContract Describe(LogStatistics state, Position position, Position head) => new(
        position.Value,
        Math.Max(head.Value, position.Value),
        statistics.Fault is { } fault ? $"{fault.Type} at {fault.Position} cannot be read: {fault.Message}" : null,
        state.Events,
        state.PayloadBytes,
        state.First,
        state.Last,
        [.. state.Types.Top(LogStatistics.MaximumNames).Select(Of)],
        [.. state.Agents.Top(Agents).Select(Of)],
        [.. state.Days.TakeLast(Days).Select(day => new DayContract(day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Value.Events, day.Value.PayloadBytes))]);

    private static TallyContract Of(Tally.Entry entry) => new(entry.Name, entry.Events, entry.PayloadBytes, entry.AtMostTooHighBy);
}
