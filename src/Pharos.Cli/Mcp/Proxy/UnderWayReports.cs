namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Says of calls that last that they are under way. Most are over at once, and their end says everything: one report less for each.</summary>
internal sealed class UnderWayReports : IAsyncDisposable
{
    private static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(250);

    private readonly OpenRequests _open;
    private readonly OutcomeReports _outcomes;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _telling;

    /// <param name="open">What has no answer yet.</param>
    /// <param name="outcomes">Where it is said.</param>
    /// <param name="clock">The clock.</param>
    public UnderWayReports(OpenRequests open, OutcomeReports outcomes, TimeProvider clock)
    {
        (_open, _outcomes, _clock) = (open, outcomes, clock);
        _telling = TellAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _telling;
        _ending.Dispose();
    }

    private async Task TellAsync()
    {
        using var timer = new PeriodicTimer(UnderWay, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                foreach (var request in _open.All.Where(request => request is { IsForwarded: true, IsToldUnderWay: false, Proposal: not null } && _clock.GetElapsedTime(request.ForwardedAt) > UnderWay))
                {
                    request.IsToldUnderWay = true;
                    _outcomes.Add(request.Proposal!, "executing");
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
