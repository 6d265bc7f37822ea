using Pharos.Gate.Throttling;

namespace Pharos.Tests.Gate.Throttling;

public sealed class DecisionThrottleTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_above_the_limit_waits_its_turn_and_what_is_above_the_queue_is_refused()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 2, Least = 1, Queue = 2, Wait = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        (await throttle.EnterAsync(Cancellation)).ShouldBeTrue();
        (await throttle.EnterAsync(Cancellation)).ShouldBeTrue();
        var first = throttle.EnterAsync(Cancellation).AsTask();
        var second = throttle.EnterAsync(Cancellation).AsTask();
        (await throttle.EnterAsync(Cancellation)).ShouldBeFalse();
        first.IsCompleted.ShouldBeFalse();
        throttle.Leave(TimeSpan.FromMilliseconds(1));
        (await first).ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
        throttle.Leave(TimeSpan.FromMilliseconds(1));
        (await second).ShouldBeTrue();
        var status = throttle.Status;
        (status.InFlight, status.Waiting, status.Refused).ShouldBe((2, 0, 1));
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_refused_and_takes_no_place()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 1, Least = 1, Queue = 5, Wait = TimeSpan.FromMilliseconds(30) }, TimeProvider.System);
        await throttle.EnterAsync(Cancellation);
        (await throttle.EnterAsync(Cancellation)).ShouldBeFalse();
        (throttle.Status.InFlight, throttle.Status.Waiting).ShouldBe((1, 0));
        throttle.Leave(TimeSpan.Zero);
        (await throttle.EnterAsync(Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_that_has_gone_leaves_the_queue()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 1, Least = 1, Queue = 5, Wait = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        await throttle.EnterAsync(Cancellation);
        using var gone = new CancellationTokenSource();
        var waiting = throttle.EnterAsync(gone.Token).AsTask();
        await gone.CancelAsync();
        (await waiting).ShouldBeFalse();
        throttle.Status.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task It_shrinks_while_a_tier_is_slow_never_below_its_least_and_grows_back_when_it_is_fast()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 200, Least = 20, Queue = 0 }, _clock);
        await RunAsync(throttle, TimeSpan.FromMilliseconds(2), windows: 10);
        throttle.Status.Limit.ShouldBe(200);
        await RunAsync(throttle, TimeSpan.FromMilliseconds(400), windows: 3);
        throttle.Status.Limit.ShouldBeLessThan(150);
        await RunAsync(throttle, TimeSpan.FromMilliseconds(400), windows: 50);
        throttle.Status.Limit.ShouldBe(20);
        await RunAsync(throttle, TimeSpan.FromMilliseconds(2), windows: 200);
        throttle.Status.Limit.ShouldBe(200);
    }

    [Fact]
    public async Task A_wavering_that_nobody_notices_does_not_shrink_it()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 100, Least = 10 }, _clock);
        await RunAsync(throttle, TimeSpan.FromMicroseconds(50), windows: 10);
        await RunAsync(throttle, TimeSpan.FromMilliseconds(10), windows: 10);
        throttle.Status.Limit.ShouldBe(100);
    }

    // As many in flight as the limit lets through, a hundred and more decisions in each tenth of a second.
    private async Task RunAsync(DecisionThrottle throttle, TimeSpan elapsed, int windows)
    {
        for (var window = 0; window < windows; window++)
        {
            for (var done = 0; done < 100;)
            {
                var entered = 0;
                while (entered < throttle.Status.Limit && await throttle.EnterAsync(Cancellation))
                {
                    entered++;
                }

                _clock.Advance(TimeSpan.FromMilliseconds(110));
                for (var i = 0; i < entered; i++, done++)
                {
                    throttle.Leave(elapsed);
                }
            }
        }
    }
}
