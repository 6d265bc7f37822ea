using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Links;

namespace Pharos.Review.Notices;

/// <summary>
/// Sees to it that somebody knows of every review that waits: looks each second who is to be told and sends it. Of several nodes one sends. A notice is sent at least once; its id is the
/// same when a failure of this server makes it go out again.
/// </summary>
public sealed class Notifier
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private const string Lease = "review notices";

    private readonly Projection<ReviewQueue> _queue;
    private readonly ILeases _leases;
    private readonly UntoldReviews _untold;
    private readonly Func<ReviewItem, DateTimeOffset?> _heldUntil;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<NoticeAudience> _audiences;
    private readonly IReadOnlyList<NoticeOutbox> _outboxes;

    /// <param name="queue">The reviews.</param>
    /// <param name="desk">Where it is recorded who was told.</param>
    /// <param name="links">Makes links.</param>
    /// <param name="targets">Who is told by which channel.</param>
    /// <param name="leases">Says which node sends.</param>
    /// <param name="untold">Finds reviews that nobody knows of, for the figures.</param>
    /// <param name="heldUntil">Until when others than people are asked about a review; null when nobody is.</param>
    /// <param name="clock">The clock.</param>
    public Notifier(
        Projection<ReviewQueue> queue,
        ReviewDesk desk,
        ReviewLinks links,
        IReadOnlyList<(INotificationChannel Channel, NoticeAudience Audience)> targets,
        ILeases leases,
        UntoldReviews untold,
        Func<ReviewItem, DateTimeOffset?> heldUntil,
        TimeProvider clock)
    {
        (_queue, _leases, _untold, _heldUntil, _clock) = (queue, leases, untold, heldUntil, clock);
        _audiences = [.. targets.Select(target => target.Audience)];
        _outboxes = [.. targets.Select(target => new NoticeOutbox(target.Channel, target.Audience, _audiences, desk, links, MayTellAsync, heldUntil, clock))];
    }

    /// <summary>Tells people until it is stopped. After an exception it may be run again.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        List<Task> running = [WatchAsync(ending.Token), .. _outboxes.Select(outbox => outbox.RunAsync(ending.Token))];
        await Task.WhenAny(running);
        await ending.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>Looks once who is to be told, and puts it in line.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        NoticeMetrics.Seen(_untold.LookNow());
        if (_outboxes.Count == 0 || !await MayTellAsync(cancellationToken))
        {
            return;
        }

        var now = _clock.GetUtcNow();
        foreach (var item in _queue.Read(static (state, _) => state.Open.ToList()))
        {
            foreach (var notice in NoticePlan.Of(item, _audiences, now, _heldUntil(item)))
            {
                if (notice.NotBefore <= now)
                {
                    _outboxes.First(outbox => outbox.Audience == notice.To).Add(item.ReviewId);
                }
            }
        }
    }

    private ValueTask<bool> MayTellAsync(CancellationToken cancellationToken) => _leases.HoldsAsync(Lease, cancellationToken);

    private async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, _clock);
        do
        {
            await LookAsync(stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
