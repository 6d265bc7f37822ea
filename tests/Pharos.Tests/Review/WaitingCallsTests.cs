using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

public sealed class WaitingCallsTests
{
    private const int Callers = 100;

    [Fact]
    public async Task Callers_that_go_away_leave_no_sleeping_reader_behind()
    {
        var log = new InMemoryEventLog();
        await using var fixture = new ReviewFixture(log: log);
        await fixture.AskAsync("deploy first");
        await UntilAsync(() => log.SleepingReaders == Followers);
        using var leaving = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, Callers).Select(number => WaitAsync(fixture, $"deploy {number}", leaving.Token)).ToList();
        await UntilAsync(() => log.SleepingReaders == Callers + Followers);
        await leaving.CancelAsync();
        foreach (var call in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        await UntilAsync(() => log.SleepingReaders == Followers);
        (await WaitAsync(fixture, "deploy last", TestContext.Current.CancellationToken, TimeSpan.Zero)).State.ShouldBe("waiting");
    }

    [Fact]
    public async Task Many_callers_of_one_review_each_get_its_verdict()
    {
        await using var fixture = new ReviewFixture();
        var waiting = Enumerable.Range(0, Callers).Select(_ => WaitAsync(fixture, "deploy", TestContext.Current.CancellationToken)).ToList();
        await UntilAsync(() => fixture.Queue.Read((queue, _) => queue.Open.FirstOrDefault()?.Joined.Count) == Callers - 1);
        await fixture.JudgeAsync(new ReviewId(fixture.Queue.Read((queue, _) => queue.Open.Single().Id)));
        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.State == "approved");
    }

    [Fact]
    public async Task A_verdict_reaches_a_thousand_callers_of_one_review_with_a_few_reads_and_appends()
    {
        const int many = 1000;
        var log = new CountingLog(new InMemoryEventLog());
        await using var fixture = new ReviewFixture(log: log);
        var waiting = Enumerable.Range(0, many).Select(_ => WaitAsync(fixture, "deploy", TestContext.Current.CancellationToken)).ToList();
        await UntilAsync(() => fixture.Queue.Read((queue, _) => queue.Open.FirstOrDefault()?.Joined.Count) == many - 1);
        var (reads, appends) = (log.Reads, log.Appends);
        await fixture.JudgeAsync(new ReviewId(fixture.Queue.Read((queue, _) => queue.Open.Single().Id)));
        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.State == "approved");
        (log.Appends - appends).ShouldBeLessThan(many / 5);
        (log.Reads - reads).ShouldBeLessThan(many);
    }

    [Fact]
    public void A_place_that_is_given_back_twice_counts_once()
    {
        using var calls = new WaitingCalls(2);
        var one = calls.TryTake("a").ShouldNotBeNull();
        using var two = calls.TryTake("a").ShouldNotBeNull();
        calls.TryTake("a").ShouldBeNull();
        one.Dispose();
        one.Dispose();
        calls.Count.ShouldBe(1);
    }

    // The queue's projection sleeps as well.
    private const int Followers = 1;

    private static async Task<Answer> WaitAsync(ReviewFixture fixture, string command, CancellationToken leaving, TimeSpan? wait = null) =>
        (await fixture.Decisions.DecideAsync(GateFixture.Bash(command, null), new Caller("claude-1", Role.Agent), wait ?? TimeSpan.FromMinutes(5), leaving)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 3000 && !isSo(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        isSo().ShouldBeTrue();
    }
}
