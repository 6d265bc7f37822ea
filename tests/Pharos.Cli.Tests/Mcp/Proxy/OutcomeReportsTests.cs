using System.Collections.Concurrent;
using Pharos.Cli.Mcp.Proxy;
using Pharos.Server.Tests;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class OutcomeReportsTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<string[]> _sent = new();
    private readonly SemaphoreSlim _tried = new(0);
    private Func<bool> _isTaken = () => true;

    [Fact]
    public async Task What_is_reported_within_a_moment_is_sent_together_and_in_order()
    {
        await using var reports = new OutcomeReports(SendAsync, _clock);
        reports.Add("a", "executing");
        reports.Add("b", "done");
        reports.Add("a", "failed", "exit 1");
        await TriedAsync();
        _sent.ShouldHaveSingleItem().ShouldBe(["a executing ", "b done ", "a failed exit 1"]);
    }

    [Fact]
    public async Task What_the_gate_did_not_take_is_said_again_before_what_came_later()
    {
        var tries = 0;
        _isTaken = () => ++tries > 2;
        await using var reports = new OutcomeReports(SendAsync, _clock);
        reports.Add("a", "done");
        await TriedAsync();
        reports.Add("b", "done");
        await TriedAsync();
        await TriedAsync();
        await TriedAsync();
        _sent.Select(batch => batch.ShouldHaveSingleItem()).ShouldBe(["a done ", "a done ", "a done ", "b done "]);
    }

    [Fact]
    public async Task What_nobody_takes_for_minutes_makes_room_for_what_came_since()
    {
        _isTaken = () => !_sent.Last().Contains("a done ");
        await using var reports = new OutcomeReports(SendAsync, _clock);
        reports.Add("a", "done");
        await TriedAsync();
        reports.Add("b", "done");
        for (var tries = 1; !_sent.Last().Contains("b done ") && tries < 1_000; tries++)
        {
            await TriedAsync();
        }

        _sent.Last().ShouldBe(["b done "]);
        _sent.Count.ShouldBe(61);
    }

    [Fact]
    public async Task The_end_sends_what_was_gathered_without_waiting()
    {
        var reports = new OutcomeReports(SendAsync, _clock);
        reports.Add("a", "done");
        await reports.DisposeAsync();
        _sent.ShouldHaveSingleItem().ShouldBe(["a done "]);
    }

    [Fact]
    public async Task No_request_is_larger_than_the_gate_takes()
    {
        var reports = new OutcomeReports(SendAsync, _clock);
        for (var i = 0; i < 1_000; i++)
        {
            reports.Add($"{i}", "done");
        }

        await reports.DisposeAsync();
        _sent.ShouldAllBe(batch => batch.Length <= GateClient.MostOutcomesAtOnce);
        _sent.SelectMany(batch => batch).ShouldBe(Enumerable.Range(0, 1_000).Select(i => $"{i} done "));
    }

    [Fact]
    public async Task The_oldest_of_too_many_are_lost()
    {
        var reports = new OutcomeReports(SendAsync, _clock);
        for (var i = 0; i < 6_000; i++)
        {
            reports.Add($"{i}", "done");
        }

        await reports.DisposeAsync();
        var sent = _sent.SelectMany(batch => batch).ToList();
        sent.Count.ShouldBe(4_096);
        sent[^1].ShouldBe("5999 done ");
    }

    [Fact]
    public async Task A_long_detail_is_cut()
    {
        var reports = new OutcomeReports(SendAsync, _clock);
        reports.Add("a", "failed", new string('x', 501));
        await reports.DisposeAsync();
        _sent.ShouldHaveSingleItem().ShouldBe([$"a failed {new string('x', 500)}"]);
    }

    [Fact]
    public async Task A_gate_that_never_answers_does_not_keep_the_end_waiting()
    {
        var reports = new OutcomeReports(HangAsync, _clock);
        reports.Add("a", "done");
        await TriedAsync();
        var ending = reports.DisposeAsync().AsTask();
        for (var look = 0; look < 2_000 && !ending.IsCompleted; look++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken));
        }

        ending.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_reported_after_the_end_is_left_out()
    {
        var reports = new OutcomeReports(SendAsync, _clock);
        await reports.DisposeAsync();
        reports.Add("a", "done");
        _sent.ShouldBeEmpty();
    }

    public void Dispose() => _tried.Dispose();

    private async Task<bool> HangAsync(IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken)
    {
        _tried.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return true;
    }

    private Task<bool> SendAsync(IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken)
    {
        _sent.Enqueue([.. reports.Select(report => $"{report.Proposal} {report.Outcome} {report.Detail}")]);
        var isTaken = _isTaken();
        _tried.Release();
        return Task.FromResult(isTaken);
    }

    // Time passes until the next request has been made, however late the reports' own task comes to its delay.
    private async Task TriedAsync()
    {
        for (var look = 0; look < 2_000; look++)
        {
            if (await _tried.WaitAsync(TimeSpan.FromMilliseconds(5)))
            {
                return;
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        throw new InvalidOperationException("Nothing was sent.");
    }
}
