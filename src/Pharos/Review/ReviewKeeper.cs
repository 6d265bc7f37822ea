using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;

namespace Pharos.Review;

/// <summary>What happens to reviews without anybody doing it: their time runs out, or the proposal was carried out after the agent's own prompt. Several nodes may keep the same log.</summary>
/// <param name="queue">The reviews.</param>
/// <param name="desk">Where they are moved.</param>
/// <param name="log">Tells what was carried out.</param>
/// <param name="clock">The clock.</param>
public sealed class ReviewKeeper(Projection<ReviewQueue> queue, ReviewDesk desk, IEventLog log, TimeProvider clock)
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A pause of the server lets many run out at once; the rest follows a second later.
    private const int AtOnce = 500;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>Lets timeouts act until it is stopped.</summary>
    public async Task WatchTimeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await LookAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks once for reviews whose time has run out.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var late = queue.Read((state, _) => state.Open.Where(item => item.ExpiresAt <= now && !IsDone(item)).Take(AtOnce).ToList());
        foreach (var item in late)
        {
            await desk.RunOutAsync(item.ReviewId, cancellationToken);
            if (item.Request.OnTimeout == TimeoutAction.Escalate)
            {
                await desk.EscalateLateAsync(item.ReviewId, cancellationToken);
            }
        }
    }

    /// <summary>Closes reviews of what was carried out meanwhile, until it is stopped: the person at the agent's own prompt has decided.</summary>
    public async Task WatchExecutionsAsync(CancellationToken cancellationToken)
    {
        await foreach (var record in log.Subscribe(await log.HeadAsync(cancellationToken), new EventFilter { Type = GateEvents.Executed }).WithCancellation(cancellationToken))
        {
            await FollowAsync(record.Position, cancellationToken);
            if (queue.Read((state, _) => state.FindByProposal(record.Stream.Id)) is { IsClosed: false } item)
            {
                await desk.SupersedeAsync(item.ReviewId, "it was carried out after the agent's own prompt", cancellationToken);
            }
        }
    }

    // What was proposed and carried out in one breath may stand in the log before the queue has seen either.
    private async Task FollowAsync(Position position, CancellationToken cancellationToken)
    {
        try
        {
            using var late = new CancellationTokenSource(CatchUp, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            await queue.ReachedAsync(position, either.Token);
        }
        catch (Exception problem) when (problem is InvalidOperationException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The health check of the projection says why it stands still.
        }
    }

    private static bool IsDone(ReviewItem item) => item.IsOverdue && (item.Request.OnTimeout != TimeoutAction.Escalate || item.Level > 0);
}
