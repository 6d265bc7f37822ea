using System.Diagnostics.Metrics;

namespace Pharos.Review.Notices;

/// <summary>The figures of waiting reviews and of who is told: meter <c>Pharos.Review</c>.</summary>
internal static class NoticeMetrics
{
    private static readonly Meter Meter = new("Pharos.Review");
    private static readonly Counter<long> Told = Meter.CreateCounter<long>("pharos.review.told", "{notice}", "Notices that reached somebody, by channel and kind.");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("pharos.review.told.failed", "{notice}", "Notices that reached nobody after every retry, by channel and kind.");
    private static readonly Gauge<int> Open = Meter.CreateGauge<int>("pharos.review.open", "{review}", "Reviews that wait for a verdict.");
    private static readonly Gauge<int> Untold = Meter.CreateGauge<int>("pharos.review.untold", "{review}", "Open reviews that nobody was told of and nobody has looked at, for longer than a minute.");
    private static readonly Gauge<double> Oldest = Meter.CreateGauge<double>("pharos.review.oldest.age", "s", "Age of the oldest open review; 0 without one.");

    public static void Sent(PlannedNotice notice, NoticeOutcome outcome) =>
        (outcome is NoticeOutcome.Sent ? Told : Failed).Add(1, new("channel", notice.To.Channel), new("kind", NoticeKinds.NameOf(notice.Kind)));

    public static void Seen(UntoldReviews.Look look)
    {
        Open.Record(look.Open);
        Untold.Record(look.Untold);
        Oldest.Record(look.OldestAge.TotalSeconds);
    }
}
