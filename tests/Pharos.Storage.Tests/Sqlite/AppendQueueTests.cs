using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class AppendQueueTests
{
    private const int Room = 4096;
    private readonly AppendQueue _queue = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_first_is_taken_first_and_a_group_ends_at_its_size()
    {
        var work = Enumerable.Range(0, 10).Select(_ => new Work(1)).ToList();
        foreach (var item in work)
        {
            await _queue.EnqueueAsync(item, Cancellation);
        }

        Take(4, long.MaxValue).ShouldBe(work.Take(4));
        Take(100, 3).ShouldBe(work.Skip(4).Take(3));
        Take(100, long.MaxValue).ShouldBe(work.Skip(7));
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_taken()
    {
        var (gone, stays) = (new Work(1), new Work(1));
        await _queue.EnqueueAsync(gone, Cancellation);
        await _queue.EnqueueAsync(stays, Cancellation);
        gone.Withdraw(new CancellationToken(canceled: true));
        Take(100, long.MaxValue).ShouldBe([stays]);
        gone.Completion.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_comes_when_it_is_full_waits_and_gets_in_in_turn()
    {
        var work = await FillAsync();
        var late = Enumerable.Range(0, 3).Select(_ => new Work(1)).ToList();
        var entering = late.Select(item => _queue.EnqueueAsync(item, Cancellation).AsTask()).ToList();
        entering.ShouldAllBe(task => !task.IsCompleted);
        Take(2, long.MaxValue).ShouldBe(work.Take(2));
        await Task.WhenAll(entering.Take(2)).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        entering[2].IsCompleted.ShouldBeFalse();
        Take(Room, long.MaxValue).ShouldBe(work.Skip(2).Concat(late.Take(2)));
        await entering[2].WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task Bytes_fill_it_as_well_as_numbers()
    {
        await _queue.EnqueueAsync(new Work(60 * 1024 * 1024), Cancellation);
        var entering = _queue.EnqueueAsync(new Work(8 * 1024 * 1024), Cancellation).AsTask();
        entering.IsCompleted.ShouldBeFalse();
        Take(1, 1);
        await entering.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public void One_that_is_larger_than_the_whole_bound_gets_in_when_it_is_alone() =>
        _queue.EnqueueAsync(new Work(long.MaxValue / 2), Cancellation).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

    [Fact]
    public async Task Whoever_waits_outside_may_give_up_and_leaves_nothing()
    {
        var work = await FillAsync();
        using var impatience = new CancellationTokenSource();
        var given = new Work(1);
        var entering = _queue.EnqueueAsync(given, impatience.Token).AsTask();
        var next = new Work(1);
        var behind = _queue.EnqueueAsync(next, Cancellation).AsTask();
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(entering);
        Take(1, long.MaxValue);
        await behind.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Take(Room, long.MaxValue).ShouldBe(work.Skip(1).Append(next));
    }

    [Fact]
    public async Task A_closed_one_lets_nobody_in_and_gives_out_what_it_has()
    {
        var work = await FillAsync();
        var outside = _queue.EnqueueAsync(new Work(1), Cancellation).AsTask();
        _queue.Close();
        (await Should.ThrowAsync<EventLogUnavailableException>(outside)).Code.ShouldBe("log.closed");
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await _queue.EnqueueAsync(new Work(1), Cancellation))).Code.ShouldBe("log.closed");
        Take(int.MaxValue, long.MaxValue).ShouldBe(work);
        _queue.Take([], 1, 1).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_takes_waits_for_the_first()
    {
        var taking = Task.Run(() => Take(1, 1), Cancellation);
        var only = new Work(1);
        await _queue.EnqueueAsync(only, Cancellation);
        (await taking.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBe([only]);
    }

    [Fact]
    public async Task Many_who_come_and_one_who_takes_lose_nothing()
    {
        const int each = 2000;
        var taken = new List<PendingWork>();
        var taking = Task.Run(
            () =>
            {
                while (_queue.Take(taken, 100, long.MaxValue))
                {
                }
            },
            Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < each; i++)
                {
                    await _queue.EnqueueAsync(new Work(100_000), Cancellation);
                }
            },
            Cancellation)));
        _queue.Close();
        await taking.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        taken.Distinct().Count().ShouldBe(16 * each);
    }

    private List<PendingWork> Take(int events, long bytes)
    {
        var taken = new List<PendingWork>();
        _queue.Take(taken, events, bytes).ShouldBeTrue();
        return taken;
    }

    private async Task<List<PendingWork>> FillAsync()
    {
        var work = Enumerable.Range(0, Room).Select(_ => (PendingWork)new Work(1)).ToList();
        foreach (var item in work)
        {
            await _queue.EnqueueAsync(item, Cancellation);
        }

        return work;
    }

    private sealed class Work(long bytes) : PendingWork<object>
    {
        public override int Events => 1;

        public override long Bytes => bytes;

        protected override object Do(EventAppender appender) => throw new NotSupportedException("It is only queued.");
    }
}
