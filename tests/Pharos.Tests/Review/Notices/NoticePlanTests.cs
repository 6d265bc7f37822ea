using Pharos.Review;
using Pharos.Review.Notices;

namespace Pharos.Tests.Review.Notices;

public sealed class NoticePlanTests
{
    private static readonly NoticeAudience Ann = new("webhook", "ann");
    private static readonly NoticeAudience Ben = new("webhook", "ben") { Level = 1 };
    private static readonly QuietHours Night = QuietHours.Parse("22:00-07:00 Europe/Berlin")!;

    [Fact]
    public void A_new_review_is_told_at_once_to_level_0_only()
    {
        var notice = Plan(Reviews.Item(), 0, Ann, Ben).ShouldHaveSingleItem();
        notice.ShouldBe(new PlannedNotice(Ann, NoticeKind.Requested, new ReviewStage(0, ReviewLateness.OnTime), Reviews.At, false));
    }

    [Fact]
    public void Who_was_told_of_a_stage_is_not_told_again() =>
        Plan(Told(Reviews.Item(), Ann, 0, ReviewLateness.OnTime), 1, Ann).ShouldBeEmpty();

    [Theory]
    [InlineData(7.9, false)]
    [InlineData(8.1, true)]
    [InlineData(30, true)]
    public void At_80_percent_of_the_agreed_time_a_warning_is_told_once(double minutes, bool isWarned)
    {
        var item = Told(Reviews.Item(), Ann, 0, ReviewLateness.OnTime);
        Plan(item, minutes, Ann).Select(notice => notice.Kind).ShouldBe(isWarned ? [NoticeKind.Warning] : []);
        Plan(Told(item, Ann, 0, ReviewLateness.Warning), minutes, Ann).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_overdue_is_told_even_after_the_warning()
    {
        var item = Told(Reviews.Item() with { IsOverdue = true }, Ann, 0, ReviewLateness.Warning);
        Plan(item, 61, Ann).ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Overdue);
    }

    [Fact]
    public void An_escalation_is_told_to_the_next_level()
    {
        var item = Told(Reviews.Item() with { Level = 1 }, Ann, 0, ReviewLateness.OnTime);
        var notice = Plan(item, 1, Ann, Ben).ShouldHaveSingleItem();
        (notice.To, notice.Kind).ShouldBe((Ben, NoticeKind.Escalated));
    }

    [Fact]
    public void Beyond_the_end_of_the_chain_its_last_ones_are_told_again()
    {
        var item = Told(Reviews.Item() with { Level = 3 }, Ben, 1, ReviewLateness.OnTime);
        Plan(item, 1, Ann, Ben).ShouldHaveSingleItem().ShouldBe(new PlannedNotice(Ben, NoticeKind.Escalated, new ReviewStage(3, ReviewLateness.OnTime), Reviews.At, false));
    }

    [Fact]
    public void An_escalation_that_concerns_nobody_stays_with_those_below() =>
        Plan(Reviews.Item(ReviewRisk.Low) with { Level = 1 }, 1, Ann, Ben with { MinimumRisk = ReviewRisk.High }).ShouldHaveSingleItem().To.ShouldBe(Ann);

    [Theory]
    [InlineData(ReviewRisk.Low, "command", false)]
    [InlineData(ReviewRisk.Medium, "file-write", false)]
    [InlineData(ReviewRisk.Medium, "command", true)]
    [InlineData(ReviewRisk.High, "tool-call", true)]
    public void Only_the_risks_and_kinds_that_were_asked_for_are_told(ReviewRisk risk, string kind, bool isTold) =>
        Plan(Reviews.Item(risk, kind), 0, Ann with { MinimumRisk = ReviewRisk.Medium, Kinds = ["command", "tool-call"] }).Count.ShouldBe(isTold ? 1 : 0);

    [Fact]
    public void In_quiet_hours_notices_wait_for_the_morning_and_say_the_latest_only()
    {
        var item = Reviews.Item() with { RequestedAt = new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero) };
        var sleeper = Ann with { Quiet = Night };
        var held = NoticePlan.Of(item, [sleeper], item.RequestedAt).ShouldHaveSingleItem();
        held.IsHeldBack.ShouldBeTrue();
        held.NotBefore.ShouldBe(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero));
        var morning = NoticePlan.Of(item, [sleeper], held.NotBefore).ShouldHaveSingleItem();
        (morning.Kind, morning.IsHeldBack, morning.NotBefore <= held.NotBefore).ShouldBe((NoticeKind.Warning, false, true));
    }

    [Fact]
    public void A_high_risk_wakes_people()
    {
        var item = Reviews.Item(ReviewRisk.High) with { RequestedAt = new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero) };
        NoticePlan.Of(item, [Ann with { Quiet = Night }], item.RequestedAt).ShouldHaveSingleItem().NotBefore.ShouldBe(item.RequestedAt);
    }

    [Fact]
    public void Nobody_is_told_of_what_is_decided_held_or_set_aside()
    {
        var now = Reviews.At.AddMinutes(1);
        NoticePlan.Of(Reviews.Item() with { Closed = ReviewState.Expired }, [Ann], now).ShouldBeEmpty();
        NoticePlan.Of(Reviews.Item() with { Holder = "cid", HeldUntil = now.AddMinutes(4) }, [Ann], now).ShouldBeEmpty();
        NoticePlan.Of(Reviews.Item() with { SnoozedUntil = now.AddMinutes(4) }, [Ann], now).ShouldBeEmpty();
        NoticePlan.Of(Reviews.Item() with { Holder = "cid", HeldUntil = now }, [Ann], now).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(7, 15)]
    public void A_failure_is_tried_again_after_a_pause_that_grows(int failures, int minutes)
    {
        var failedAt = Reviews.At.AddSeconds(10);
        var item = Failed(Reviews.Item(), failures, failedAt);
        Plan(item, 0.5, Ann).ShouldHaveSingleItem().NotBefore.ShouldBe(failedAt.AddMinutes(minutes));
    }

    [Fact]
    public void After_eight_failures_only_a_new_stage_is_tried()
    {
        var item = Failed(Reviews.Item(), NoticePlan.MaximumFailures, Reviews.At);
        Plan(item, 5, Ann).ShouldBeEmpty();
        Plan(item, 9, Ann).ShouldHaveSingleItem().Kind.ShouldBe(NoticeKind.Warning);
    }

    [Fact]
    public void What_is_with_experts_waits_for_them_unless_it_was_handed_up_or_gets_late()
    {
        var (item, until) = (Reviews.Item(), Reviews.At.AddMinutes(9));
        var held = NoticePlan.Of(item, [Ann], Reviews.At, until).ShouldHaveSingleItem();
        (held.NotBefore, held.IsHeldBack).ShouldBe((until, true));
        NoticePlan.Of(item, [Ann], until, until).ShouldHaveSingleItem().IsHeldBack.ShouldBeFalse();
        NoticePlan.Of(item with { Level = 1 }, [Ann], Reviews.At, until).ShouldHaveSingleItem().NotBefore.ShouldBe(item.RequestedAt);
        NoticePlan.Of(item, [Ann], Reviews.At.AddMinutes(8), until).ShouldHaveSingleItem().NotBefore.ShouldBe(item.RequestedAt);
    }

    private static IReadOnlyList<PlannedNotice> Plan(ReviewItem item, double minutes, params NoticeAudience[] audiences) => NoticePlan.Of(item, audiences, Reviews.At.AddMinutes(minutes));

    private static ReviewItem Told(ReviewItem item, NoticeAudience who, int level, ReviewLateness lateness) =>
        item with { Tellings = [new ReviewTelling(who.Channel, who.Recipient) { Told = new ReviewStage(level, lateness) }] };

    private static ReviewItem Failed(ReviewItem item, int failures, DateTimeOffset at) =>
        item with { Tellings = [new ReviewTelling("webhook", "ann") { Failed = default(ReviewStage), Failures = failures, FailedAt = at, Problem = "It answered 500." }] };
}
