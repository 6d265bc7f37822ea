using Microsoft.Extensions.Logging.Abstractions;

namespace Pharos.Server.Tests;

public sealed class BackgroundWorkTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Work_that_throws_is_named_and_begins_again_after_its_rest()
    {
        await using var work = new BackgroundWork(_clock, NullLogger<BackgroundWork>.Instance);
        var runs = 0;
        var second = new TaskCompletionSource();
        work.Start("sweep", async stopping =>
        {
            if (Interlocked.Increment(ref runs) == 1)
            {
                throw new InvalidOperationException("the disk is gone");
            }

            second.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        });
        while (_clock.Timers == 0)
        {
            await Task.Yield();
        }

        _clock.Advance(BackgroundWork.Rest);
        await second.Task;
        work.Failing["sweep"].ShouldBe("the disk is gone");
        _clock.Advance(BackgroundWork.Told);
        work.Failing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposing_lets_the_work_finish_what_it_holds()
    {
        var work = new BackgroundWork(_clock, NullLogger<BackgroundWork>.Instance);
        var finished = false;
        var begun = new TaskCompletionSource();
        work.Start("checkpoints", async stopping =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            finished = true;
        });
        await begun.Task;
        await work.DisposeAsync();
        finished.ShouldBeTrue();
    }
}
