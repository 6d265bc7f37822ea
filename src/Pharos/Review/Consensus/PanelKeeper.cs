using System.Threading.Channels;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>
/// Asks experts about reviews, counts what they say and concludes: it looks at how things stand whenever something happened and once a second, so that nothing is lost by a
/// restart. Several nodes may keep the same log: each step is made against the version of its panel.
/// </summary>
/// <param name="log">Tells when there is something to do.</param>
/// <param name="reviews">The reviews.</param>
/// <param name="panels">The panels.</param>
/// <param name="desk">Where panels are moved.</param>
/// <param name="board">The tasks.</param>
/// <param name="tasks">Where opinions are given.</param>
/// <param name="options">About which reviews experts are asked.</param>
/// <param name="clock">The clock.</param>
public sealed class PanelKeeper(
    IEventLog log,
    Projection<ReviewQueue> reviews,
    Projection<PanelBoard> panels,
    PanelDesk desk,
    Projection<TaskBoard> board,
    TaskDesk tasks,
    ConsensusOptions options,
    TimeProvider clock)
{
    /// <summary>How often it looks at the clock.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A start with many open reviews asks about some of them at a time.
    private const int AtOnce = 100;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    private static readonly string[] News =
    [
        ReviewEvents.Requested, ReviewEvents.Verdict, ReviewEvents.Released, ReviewEvents.Expired, ReviewEvents.Superseded,
        TaskEvents.Done, TaskEvents.Failed, TaskEvents.Expired, TaskEvents.Cancelled, PanelEvents.Cast, PanelEvents.Refused,
    ];

    /// <summary>Looks whenever something happened and when a second has passed, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var head = await log.HeadAsync(cancellationToken);
        var hearing = News.Select(type => HearAsync(log.Subscribe(head, new EventFilter { Type = type }), news.Writer, ending.Token)).Append(TickAsync(news.Writer, ending.Token)).ToList();
        try
        {
            var deaf = Task.WhenAny(hearing).Unwrap();
            while (true)
            {
                await LookAsync(cancellationToken);

                // Hearing ends by an exception only, which is for whoever runs this.
                await await Task.WhenAny(news.Reader.ReadAsync(cancellationToken).AsTask(), deaf);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(hearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await OpenAsync(cancellationToken);
        foreach (var panel in panels.Read((state, _) => state.Open.ToList()))
        {
            if (await CountAsync(panel, cancellationToken) is { } counted)
            {
                await ConcludeAsync(counted, cancellationToken);
            }
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Rules.Count == 0)
        {
            return;
        }

        var room = Math.Min(AtOnce, ConsensusOptions.MaximumOpen - panels.Read((state, _) => state.OpenCount));
        var now = clock.GetUtcNow();
        var open = reviews.Read((state, _) => state.Open.Where(item => item.ExpiresAt > now && options.RuleFor(item) is not null).ToList());
        foreach (var item in panels.Read((state, _) => open.Where(item => state.Find(item.Id) is null).Take(Math.Max(0, room)).ToList()))
        {
            await desk.OpenAsync(item, options.RuleFor(item)!, cancellationToken);
        }
    }

    /// <summary>Takes up what became of the tasks.</summary>
    /// <returns>The panel as it stands then; null when it is concluded.</returns>
    private async Task<PanelItem?> CountAsync(PanelItem panel, CancellationToken cancellationToken)
    {
        var result = default(PanelResult);
        var isLast = panel.Request.Deadline <= clock.GetUtcNow();
        foreach (var seat in panel.Open.ToList())
        {
            // Before people take over, what was said in time is read from the tasks themselves.
            if (!isLast && board.Read((state, _) => state.Find(seat.Task)) is { IsClosed: false })
            {
                continue;
            }

            var task = await tasks.FindAsync(new TaskId(seat.Task), cancellationToken);
            result = task switch
            {
                null => await desk.MissAsync(panel.Id, seat.Task, "the task was erased", cancellationToken),
                { IsClosed: false } => result,
                { State: TaskState.Done, Result.Opinion: { } opinion } => await desk.CastAsync(panel.Id, seat.Task, task.Result.By, opinion, cancellationToken),
                _ => await desk.MissAsync(panel.Id, seat.Task, task.ClosedWhy ?? TaskStates.NameOf(task.State), cancellationToken),
            };
        }

        var item = result switch { PanelResult.Changed changed => changed.Item, PanelResult.Refused { Current: { } current } => current, _ => panel };
        return item.Conclusion is null ? item : null;
    }

    private async Task ConcludeAsync(PanelItem panel, CancellationToken cancellationToken)
    {
        // A review that the queue does not know was closed long ago, or the queue is behind.
        var isOpen = reviews.Read((state, _) => state.Find(panel.Request.Review)) is { IsClosed: false };
        var conclusion = PanelStanding.Of(panel);
        var result = conclusion is { Outcome: not PanelOutcome.People } ? await desk.JudgeAsync(panel, conclusion, cancellationToken) : null;
        if (result is not PanelResult.Changed && (!isOpen || conclusion is { Outcome: PanelOutcome.People } || panel.Request.Deadline <= clock.GetUtcNow()))
        {
            result = await desk.EndAsync(panel.Id, cancellationToken);
        }

        if (result is PanelResult.Changed { Item: { Conclusion: { } made } concluded })
        {
            // Opinions that nobody waits for any more. Where the program ends before this, the tasks run out by themselves.
            foreach (var seat in concluded.Open)
            {
                await tasks.WithdrawAsync(new TaskId(seat.Task), $"the panel is concluded ({PanelOutcomes.NameOf(made.Outcome)})", cancellationToken);
            }
        }
    }

    // What is recorded rests on the streams themselves; only what to look at comes from here.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var late = new CancellationTokenSource(CatchUp, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            var head = await log.HeadAsync(cancellationToken);

            // One that stands still does not keep it from waiting for the others.
            await Task.WhenAll(reviews.ReachedAsync(head, either.Token), board.ReachedAsync(head, either.Token), panels.ReachedAsync(head, either.Token));
        }
        catch (Exception problem) when (problem is InvalidOperationException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The health check of the projection says why it stands still.
        }
    }

    private static async Task HearAsync(Subscription events, ChannelWriter<bool> news, CancellationToken cancellationToken)
    {
        await foreach (var _ in events.WithCancellation(cancellationToken))
        {
            news.TryWrite(true);
        }
    }

    private async Task TickAsync(ChannelWriter<bool> news, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            news.TryWrite(true);
        }
    }
}
