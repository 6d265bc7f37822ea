namespace Pharos.Review.Notices;

/// <summary>A notice that is to be sent.</summary>
/// <param name="To">To whom.</param>
/// <param name="Kind">Why.</param>
/// <param name="Stage">What they know once they have it.</param>
/// <param name="NotBefore">When; in the past when it is due.</param>
/// <param name="IsHeldBack">Whether quiet hours, or experts who are asked first, are what it waits for.</param>
public sealed record PlannedNotice(NoticeAudience To, NoticeKind Kind, ReviewStage Stage, DateTimeOffset NotBefore, bool IsHeldBack);

/// <summary>
/// Says who is to be told of a review when. Pure: what was told stands on the review, so that a restart and another node plan the same. Nobody is told while a reviewer holds it or has
/// set it aside, nor while experts may still decide it, unless it was handed up or gets late. What several stages would say is said once, by the latest.
/// </summary>
public static class NoticePlan
{
    /// <summary>How often one stage is tried to be told to one recipient, each time with the channel's own retries.</summary>
    public const int MaximumFailures = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>The notices that are to be sent of a review as it stands, now or later.</summary>
    /// <param name="item">The review.</param>
    /// <param name="audiences">Everybody who may be told.</param>
    /// <param name="now">The moment.</param>
    /// <param name="heldUntil">Until when others than people are asked; null when nobody is.</param>
    public static IReadOnlyList<PlannedNotice> Of(ReviewItem item, IReadOnlyList<NoticeAudience> audiences, DateTimeOffset now, DateTimeOffset? heldUntil = null)
    {
        if (item.IsClosed || item.HolderAt(now) is not null || item.SnoozedUntil > now || LevelOf(item, audiences) is not { } level)
        {
            return [];
        }

        var stage = item.StageAt(now);
        List<PlannedNotice>? planned = null;
        foreach (var audience in audiences)
        {
            if (audience.Level == level && audience.Concerns(item.Request) && Plan(item, audience, stage, now, stage is { Level: 0, Lateness: ReviewLateness.OnTime } ? heldUntil : null) is { } notice)
            {
                (planned ??= []).Add(notice);
            }
        }

        return planned ?? (IReadOnlyList<PlannedNotice>)[];
    }

    /// <summary>Beyond the end of the chain its last ones stay responsible.</summary>
    private static int? LevelOf(ReviewItem item, IReadOnlyList<NoticeAudience> audiences)
    {
        int? level = null;
        foreach (var audience in audiences)
        {
            if (audience.Level <= item.Level && !(level >= audience.Level) && audience.Concerns(item.Request))
            {
                level = audience.Level;
            }
        }

        return level;
    }

    private static PlannedNotice? Plan(ReviewItem item, NoticeAudience audience, ReviewStage stage, DateTimeOffset now, DateTimeOffset? heldUntil)
    {
        var telling = item.Tellings.FirstOrDefault(known => known.Channel == audience.Channel && known.Recipient == audience.Recipient);
        if (telling?.Told is { } told && !told.IsBefore(stage))
        {
            return null;
        }

        var notBefore = item.RequestedAt;
        if (telling is { FailedAt: { } failedAt, Failed: { } failed } && failed == stage)
        {
            if (telling.Failures >= MaximumFailures)
            {
                return null;
            }

            notBefore = failedAt + PauseAfter(telling.Failures);
        }

        var quiet = item.Request.Risk == ReviewRisk.High ? null : audience.Quiet?.EndAfter(now);
        var held = quiet > heldUntil || heldUntil is null ? quiet : heldUntil;
        return new PlannedNotice(audience, KindOf(telling?.Told, stage), stage, held > notBefore ? held.Value : notBefore, quiet is not null || heldUntil > now);
    }

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, failures - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    private static NoticeKind KindOf(ReviewStage? told, ReviewStage stage) =>
        stage.Level > (told?.Level ?? 0) ? NoticeKind.Escalated
        : stage.Lateness == ReviewLateness.Overdue ? NoticeKind.Overdue
        : stage.Lateness == ReviewLateness.Warning ? NoticeKind.Warning
        : NoticeKind.Requested;
}
