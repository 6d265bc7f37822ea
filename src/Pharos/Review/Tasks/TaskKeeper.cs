using System.Threading.Channels;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>
/// What happens to experts and tasks without anybody doing it: who is not seen any more is lost, what nobody holds goes to the next expert, and what is late runs out. Several
/// nodes may keep the same log: each step is made against the version of its task.
/// </summary>
/// <param name="log">Tells when there is something to do.</param>
/// <param name="queue">The reviews that opinions are asked about.</param>
/// <param name="reviews">Says how a review stands.</param>
/// <param name="roster">The experts.</param>
/// <param name="board">The tasks.</param>
/// <param name="experts">Where experts are moved.</param>
/// <param name="desk">Where tasks are moved.</param>
/// <param name="selection">Chooses.</param>
/// <param name="tokenOf">The role of a token that somebody holds at this moment, expert before any other; null for none.</param>
/// <param name="expertOptions">How long experts count as being there.</param>
/// <param name="options">How often a task is handed on.</param>
/// <param name="clock">The clock.</param>
public sealed class TaskKeeper(
    IEventLog log,
    Projection<ReviewQueue> queue,
    ReviewDesk reviews,
    Projection<ExpertRoster> roster,
    Projection<TaskBoard> board,
    ExpertDesk experts,
    TaskDesk desk,
    ExpertSelection selection,
    Func<string, Role?> tokenOf,
    ExpertOptions expertOptions,
    TaskOptions options,
    TimeProvider clock)
{
    /// <summary>How often it looks at the clock.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A pause of the server lets many run out at once; the rest follows with the next look.
    private const int AtOnce = 500;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    private static readonly string[] News =
    [
        TaskEvents.Requested, TaskEvents.Declined, TaskEvents.Returned, TaskEvents.Done, TaskEvents.Failed, TaskEvents.Cancelled,
        ExpertEvents.Registered, ExpertEvents.Suspended, ExpertEvents.Resumed, ExpertEvents.Seen,
        ReviewEvents.Verdict, ReviewEvents.Expired, ReviewEvents.Superseded, TokenEvents.RevokedType,
    ];

    // Nobody could say that they are there while this node was not.
    private readonly DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>Looks whenever something happened and when a second has passed, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var head = await log.HeadAsync(cancellationToken);
        var hearing = News.Select(type => HearAsync(log.Subscribe(head, new EventFilter { Type = type }), news.Writer, ending.Token)).Append(TickAsync(news.Writer, ending.Token)).ToList();
        try
        {
            // Unwrapped once: each time leaves something behind for as long as hearing goes on.
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
        if (await FollowAsync(cancellationToken))
        {
            await LoseAsync(cancellationToken);
            await FollowAsync(cancellationToken);
        }

        var now = clock.GetUtcNow();
        var found = roster.Read((state, _) => state.All.ToDictionary(expert => expert.Id));
        var open = board.Read((state, _) => state.Open.ToList());
        ExpertMetrics.Seen(found.Values);
        TaskMetrics.Seen(open);
        var steps = 0;
        foreach (var item in open)
        {
            steps += await TakeBackAsync(item, found, now, cancellationToken) ? 1 : 0;
            if (steps >= AtOnce)
            {
                return;
            }
        }

        await PlaceAsync(steps, cancellationToken);
    }

    // Only on a roster that is not behind: it would not show who was seen at another node, nor who was lost a second ago, and would have them lost again and again.
    private async Task LoseAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = roster.Read((state, _) => state.All.ToList());
        foreach (var expert in known.Where(expert => !expert.IsLost && now - (expert.LastSeen > _since ? expert.LastSeen : _since) >= expertOptions.HeartbeatTimeout))
        {
            await experts.LoseAsync(expert, cancellationToken);
        }
    }

    private async Task<bool> TakeBackAsync(TaskItem item, Dictionary<string, Expert> known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item.Request.Deadline <= now)
        {
            await desk.RunOutAsync(item.TaskId, cancellationToken);
            return true;
        }

        if (item.Request is { IsJudgement: true, Review: { } review } && await WhyClosedAsync(review, cancellationToken) is { } closed)
        {
            await desk.WithdrawAsync(item.TaskId, closed, cancellationToken);
            return true;
        }

        if (item.Holder is not { } holder)
        {
            return false;
        }

        var expert = known.GetValueOrDefault(holder);
        var (cause, why) = expert is null or { IsSuspended: true } ? (ReturnCause.Suspended, $"{holder} was suspended")
            : tokenOf(holder) is not { } role || (item.Request.IsJudgement && role != Role.Expert) ? (ReturnCause.Suspended, $"{holder} holds no token for it any more")
            : expert.IsLost ? (ReturnCause.Died, $"{holder} has not been seen since {expert.LastSeen:HH:mm:ss} UTC")
            : item.HeldUntil <= now ? item.State == TaskState.Assigned
                ? (ReturnCause.NotTaken, $"{holder} did not take it in time")
                : (ReturnCause.WentQuiet, $"{holder} said nothing about it for too long")
            : (default(ReturnCause?), "");
        if (cause is not { } taken)
        {
            return false;
        }

        await desk.ReturnAsync(item.TaskId, holder, taken, why, cancellationToken);
        return true;
    }

    // Nobody waits for an opinion on what was judged. The queue only says where to look: it may be behind, and a verdict may have been taken back.
    private async Task<string?> WhyClosedAsync(Guid review, CancellationToken cancellationToken) =>
        queue.Read((state, _) => state.Find(review)) is { IsClosed: false } ? null
        : await reviews.FindAsync(new ReviewId(review), cancellationToken) is { IsClosed: true } ? "the review is closed"
        : null;

    private async Task PlaceAsync(int steps, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        var pool = new ExpertPool(
            selection, roster.Read((state, _) => state.All.ToList()).Select(expert => board.Read((state, _) => state.Look(expert)) with { Holds = tokenOf(expert.Id) }));
        var nobody = new Dictionary<string, string>(StringComparer.Ordinal);
        var asked = new Dictionary<Guid, HashSet<string>>();
        foreach (var item in board.Read((state, _) => state.Open.Where(item => item.Holder is null).ToList()))
        {
            if (steps >= AtOnce)
            {
                return;
            }

            if (item.Attempts.Count >= options.Attempts)
            {
                await desk.GiveUpAsync(item.TaskId, cancellationToken);
                steps++;
                continue;
            }

            // Ten thousand tasks that wait for the same expert are one question.
            var need = NeedOf(item, AskedAbout(item, asked));
            var key = $"{need.Kind}\n{string.Join(',', need.Capabilities)}\n{need.To}\n{need.Workspace}\n{need.AskedBy}\n{string.Join(',', need.About)}\n{string.Join(',', need.Except)}";
            if (!nobody.TryGetValue(key, out var why))
            {
                (var choice, why) = pool.Choose(item.Id, need);
                if (choice is not null)
                {
                    steps++;
                    if (await desk.AssignAsync(item.TaskId, choice, cancellationToken) is TaskOutcome.Changed)
                    {
                        pool.Give(choice.Score.Expert, item.Request.IsJudgement);
                        AskedAbout(item, asked).Add(choice.Score.Expert);
                    }

                    continue;
                }

                nobody[key] = why!;
            }

            // What would be refused is not tried, or those that wait longest would use up the look of all others.
            if (TaskSteps.Unplace(item, why!, clock.GetUtcNow()) is TaskStep.Record)
            {
                await desk.UnplaceAsync(item.TaskId, why!, cancellationToken);
                steps++;
            }
        }
    }

    // Several opinions on one review are those of several experts; what this round gives away stands in the board only later.
    private HashSet<string> AskedAbout(TaskItem item, Dictionary<Guid, HashSet<string>> asked) => item.Request.Review is not { } review ? []
        : asked.TryGetValue(review, out var known) ? known
        : asked[review] = board.Read((state, _) => state.AskedAbout(review).ToHashSet(StringComparer.Ordinal));

    private static ExpertNeed NeedOf(TaskItem item, HashSet<string> asked) => new()
    {
        Kind = item.Request.Kind,
        Capabilities = item.Request.Capabilities,
        To = item.Request.To,
        Workspace = item.Request.Workspace,
        About = item.Request.About,
        AskedBy = item.Request.AskedBy,
        Except = [.. item.Request.Except, .. asked, .. item.Attempts.Where(attempt => attempt.IsDeclined).Select(attempt => attempt.Expert)],
        Tried = [.. item.Attempts.Where(attempt => !attempt.IsDeclined).Select(attempt => attempt.Expert)],
    };

    // What this node just did must be in what it looks at next, or it would hand one expert everything.
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var late = new CancellationTokenSource(CatchUp, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            var head = await log.HeadAsync(cancellationToken);

            // One that stands still does not keep it from waiting for the others.
            await Task.WhenAll(roster.ReachedAsync(head, either.Token), board.ReachedAsync(head, either.Token), queue.ReachedAsync(head, either.Token));
            return true;
        }
        catch (Exception problem) when (problem is InvalidOperationException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The health check of the projection says why it stands still.
            return false;
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
