using Pharos.Events;
using Pharos.Gate.Degradation;
using Pharos.Proposals;

namespace Pharos.Tests.Gate.Degradation;

public sealed class DegradationWatchTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(ActorKind.User, "ada");
    private readonly ManualClock _clock = new();
    private readonly InMemoryEventLog _log = new();
    private readonly DecisionWindow _window;
    private DegradationMode _mode = null!;
    private TimeSpan _logAway;
    private int _reviews;

    public DegradationWatchTests() => _window = new DecisionWindow(new DegradationThresholds().Window, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _mode = await DegradationMode.OpenAsync(_log, _clock, Cancellation);

    public ValueTask DisposeAsync()
    {
        _mode.Dispose();
        return _log.DisposeAsync();
    }

    [Fact]
    public async Task Enough_failures_in_one_tier_are_an_emergency_that_names_the_tier()
    {
        Count(10, failed: null);
        Count(9, Tier.Policy);
        await LookAsync();
        _mode.Current.State.ShouldBe(DegradationState.Normal);
        Count(1, Tier.Policy);
        await LookAsync();
        (_mode.Current.State, _mode.Current.Trigger, _mode.Current.By).ShouldBe((DegradationState.Emergency, "failed-decisions", "degradation"));
        _mode.Current.Reason!.ShouldContain("(policy) reached 50 percent");
    }

    [Fact]
    public async Task A_few_decisions_say_nothing_even_if_all_fail()
    {
        Count(19, Tier.Policy);
        await LookAsync();
        _mode.Current.State.ShouldBe(DegradationState.Normal);
    }

    [Fact]
    public async Task Failures_that_are_older_than_the_window_are_forgotten()
    {
        Count(15, Tier.Policy);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Count(15, failed: null);
        Count(10, Tier.Policy);
        await LookAsync();
        _mode.Current.State.ShouldBe(DegradationState.Normal);
    }

    [Fact]
    public async Task Slow_decisions_are_an_emergency()
    {
        for (var i = 0; i < 98; i++)
        {
            _window.Answered(Answered(null), TimeSpan.FromMilliseconds(1));
        }

        await LookAsync();
        _mode.Current.State.ShouldBe(DegradationState.Normal);
        for (var i = 0; i < 2; i++)
        {
            _window.Answered(Answered(null), TimeSpan.FromSeconds(6));
        }

        await LookAsync();
        _mode.Current.Trigger.ShouldBe("decision-p99");
    }

    [Fact]
    public async Task A_log_that_is_away_for_long_is_an_emergency()
    {
        _logAway = TimeSpan.FromSeconds(59);
        await LookAsync();
        _mode.Current.State.ShouldBe(DegradationState.Normal);
        _logAway = TimeSpan.FromSeconds(60);
        await LookAsync();
        _mode.Current.Trigger.ShouldBe("log-unavailable");
    }

    [Fact]
    public async Task Too_many_open_reviews_are_an_emergency()
    {
        _reviews = 20_000;
        await LookAsync();
        _mode.Current.Trigger.ShouldBe("review-backlog");
    }

    [Fact]
    public async Task A_threshold_of_zero_is_off()
    {
        (_reviews, _logAway) = (int.MaxValue, TimeSpan.FromDays(1));
        Count(100, Tier.Policy, TimeSpan.FromMinutes(1));
        await LookAsync(new DegradationThresholds { FailedPercent = 0, LogUnavailable = TimeSpan.Zero, DecisionP99 = TimeSpan.Zero, ReviewBacklog = 0 });
        _mode.Current.State.ShouldBe(DegradationState.Normal);
    }

    [Fact]
    public async Task It_never_leaves_an_emergency_by_itself_however_well_all_is()
    {
        _reviews = 20_000;
        var watch = Watch();
        await watch.LookAsync(Cancellation);
        _reviews = 0;
        for (var hour = 0; hour < 48; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            Count(100, failed: null);
            await watch.LookAsync(Cancellation);
        }

        _mode.Current.State.ShouldBe(DegradationState.Emergency);
    }

    [Fact]
    public async Task Recovering_falls_back_when_it_fails_again_but_not_for_what_was_before()
    {
        var watch = Watch();
        Count(100, Tier.Policy);
        await watch.LookAsync(Cancellation);
        await _mode.ChangeAsync(DegradationState.Recovering, "better", Admin, Cancellation);
        await watch.LookAsync(Cancellation);
        _mode.Current.State.ShouldBe(DegradationState.Recovering);
        Count(100, Tier.Policy);
        await watch.LookAsync(Cancellation);
        _mode.Current.State.ShouldBe(DegradationState.Emergency);
    }

    private void Count(int decisions, Tier? failed, TimeSpan elapsed = default)
    {
        for (var i = 0; i < decisions; i++)
        {
            _window.Answered(Answered(failed), elapsed);
        }
    }

    private static Answer Answered(Tier? failed) => new()
    {
        Id = default,
        Decision = Decision.Review,
        IsEnforced = true,
        Mode = WorkspaceMode.Enforce,
        Tier = failed ?? Tier.Policy,
        Rule = failed is null ? "some.rule" : "pharos.error.timeout",
        Reason = "",
        PolicyVersion = "v",
    };

    private ValueTask LookAsync(DegradationThresholds? thresholds = null) => Watch(thresholds).LookAsync(Cancellation);

    private DegradationWatch Watch(DegradationThresholds? thresholds = null) => new(_mode, _window, thresholds ?? new DegradationThresholds(), () => _logAway, () => _reviews);
}
