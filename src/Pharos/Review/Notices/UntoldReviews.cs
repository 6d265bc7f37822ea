using Pharos.Events.Projections;

namespace Pharos.Review.Notices;

/// <summary>Finds reviews that wait without anybody knowing: nobody was told, nobody took them, and nobody has listed the queue since. Safe for use by many threads.</summary>
/// <param name="queue">The reviews.</param>
/// <param name="audiences">Everybody who may be told.</param>
/// <param name="heldUntil">Until when others than people are asked about a review; null when nobody is.</param>
/// <param name="clock">The clock.</param>
public sealed class UntoldReviews(Projection<ReviewQueue> queue, IReadOnlyList<NoticeAudience> audiences, Func<ReviewItem, DateTimeOffset?> heldUntil, TimeProvider clock)
{
    private long _listedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>How waiting reviews stand.</summary>
    /// <param name="Open">How many are open.</param>
    /// <param name="Untold">How many of them nobody knows of.</param>
    /// <param name="HeldBack">How many nobody knows of because quiet hours hold the notices back, or because experts are asked first.</param>
    /// <param name="OldestAge">The age of the oldest open one.</param>
    /// <param name="Problem">Why somebody could not be told of one of them; null when nobody was tried.</param>
    public sealed record Look(int Open, int Untold, int HeldBack, TimeSpan OldestAge, string? Problem);

    /// <summary>Whether anybody can be told at all.</summary>
    public bool HasAudience => audiences.Count > 0;

    /// <summary>Notes that somebody who can judge has the list of what waits now.</summary>
    public void NoteListed() => Volatile.Write(ref _listedAt, clock.GetUtcNow().UtcTicks);

    /// <summary>Looks at everything that is open.</summary>
    public Look LookNow()
    {
        var now = clock.GetUtcNow();
        var listedAt = Volatile.Read(ref _listedAt);
        var open = queue.Read(static (state, _) => state.Open.ToList());
        var (untold, heldBack, oldest, problem) = (0, 0, now, default(string));
        foreach (var item in open)
        {
            oldest = item.RequestedAt < oldest ? item.RequestedAt : oldest;
            if (!item.IsUntoldAt(now) || item.RequestedAt.UtcTicks <= listedAt)
            {
                continue;
            }

            var held = heldUntil(item);
            if (held > now || NoticePlan.Of(item, audiences, now, held).Any(static notice => notice.IsHeldBack))
            {
                heldBack++;
                continue;
            }

            untold++;
            problem ??= item.Tellings.Select(static telling => telling.Problem is { } why ? $"{telling.Channel} {telling.Recipient}: {why}" : null).FirstOrDefault(static why => why is not null);
        }

        return new Look(open.Count, untold, heldBack, now - oldest, problem);
    }
}
