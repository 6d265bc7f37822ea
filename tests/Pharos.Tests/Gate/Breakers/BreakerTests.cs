using Pharos.Gate.Breakers;

namespace Pharos.Tests.Gate.Breakers;

public sealed class BreakerTests
{
    private readonly ManualClock _clock = new();
    private int _called;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_opens_after_its_failures_and_calls_no_more()
    {
        var breaker = Make();
        for (var i = 0; i < 10; i++)
        {
            breaker.Status.State.ShouldBe(BreakerStatus.Closed);
            Call(breaker, "bad").ShouldBe("bad");
        }

        (breaker.Status.State, breaker.Status.Failures, breaker.Status.Since).ShouldBe((BreakerStatus.Open, 10, _clock.GetUtcNow()));
        Call(breaker, "good").ShouldBe("refused");
        _called.ShouldBe(10);
    }

    [Fact]
    public void It_lets_one_call_try_after_its_rest_and_closes_when_that_works()
    {
        var breaker = Opened();
        _clock.Advance(TimeSpan.FromSeconds(11));
        Call(breaker, "good").ShouldBe("good");
        breaker.Status.State.ShouldBe(BreakerStatus.Closed);
        breaker.Status.Since.ShouldBeNull();
        Call(breaker, "good").ShouldBe("good");
    }

    [Fact]
    public void It_opens_again_when_the_one_call_fails()
    {
        var breaker = Opened();
        _clock.Advance(TimeSpan.FromSeconds(11));
        Call(breaker, "bad").ShouldBe("bad");
        breaker.Status.State.ShouldBe(BreakerStatus.Open);
        Call(breaker, "good").ShouldBe("refused");
    }

    [Fact]
    public void Failures_that_are_few_among_many_do_not_open_it()
    {
        var breaker = Make();
        for (var i = 0; i < 100; i++)
        {
            Call(breaker, i % 4 == 0 ? "bad" : "good");
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Closed);
    }

    [Fact]
    public void Failures_far_apart_do_not_open_it()
    {
        var breaker = Make();
        for (var i = 0; i < 20; i++)
        {
            Call(breaker, "bad");
            _clock.Advance(TimeSpan.FromSeconds(40));
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Closed);
    }

    [Fact]
    public void An_exception_passes_through_and_counts()
    {
        var breaker = Make();
        for (var i = 0; i < 10; i++)
        {
            Should.Throw<InvalidDataException>(() => breaker.Call(0, static string (_) => throw new InvalidDataException(), static _ => "refused"));
        }

        breaker.Call(0, static string (_) => throw new InvalidDataException(), static _ => "refused").ShouldBe("refused");
    }

    [Fact]
    public void A_caller_that_gives_up_is_no_failure()
    {
        var breaker = Make();
        for (var i = 0; i < 20; i++)
        {
            Should.Throw<OperationCanceledException>(() => breaker.Call(0, static string (_) => throw new OperationCanceledException(), static _ => "refused"));
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Closed);
    }

    [Fact]
    public async Task Asynchronous_calls_count_the_same_and_it_can_be_closed_from_outside()
    {
        var breaker = Make();
        for (var i = 0; i < 10; i++)
        {
            (await breaker.CallAsync("bad", static text => ValueTask.FromResult(text), static _ => ValueTask.FromResult("refused"))).ShouldBe("bad");
        }

        (await breaker.CallAsync("good", static text => ValueTask.FromResult(text), static _ => ValueTask.FromResult("refused"))).ShouldBe("refused");
        await breaker.CloseAsync(Cancellation);
        (await breaker.CallAsync("good", static text => ValueTask.FromResult(text), static _ => ValueTask.FromResult("refused"))).ShouldBe("good");
    }

    [Fact]
    public void Zero_failures_is_off()
    {
        var breaker = new Breaker("test", new BreakerOptions { Failures = 0 }, static (_, result) => result is "bad", _clock);
        for (var i = 0; i < 100; i++)
        {
            Call(breaker, "bad").ShouldBe("bad");
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Off);
    }

    private Breaker Make() => new("test", new BreakerOptions(), static (problem, result) => problem is not null || result is "bad", _clock);

    private Breaker Opened()
    {
        var breaker = Make();
        for (var i = 0; i < 10; i++)
        {
            Call(breaker, "bad");
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Open);
        return breaker;
    }

    private string Call(Breaker breaker, string result) => breaker.Call(
        (this, result),
        static asked =>
        {
            asked.Item1._called++;
            return asked.result;
        },
        static _ => "refused");
}
