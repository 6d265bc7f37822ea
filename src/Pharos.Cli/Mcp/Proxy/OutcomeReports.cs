using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Reports what became of calls, beside them: nobody waits for the record of what is over. Reports are gathered for a moment and sent together, so that the gate makes them durable at once and the next call does not
/// stand behind the record of the last one. What the gate has no room for is said again; only what nobody could be told for minutes is lost, the oldest first.
/// </summary>
internal sealed class OutcomeReports : IAsyncDisposable
{
    private const int MostWaiting = 4_096;

    private const int LongestDetail = 500;

    // Half a minute of a gate that is started anew, or most of a minute of a rate that is used up, and then whatever came since.
    private const int MostTries = 60;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(2);

    private readonly Channel<OutcomeReport> _waiting =
        Channel.CreateBounded<OutcomeReport>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly Task _reporting;

    /// <param name="send">Takes at most <see cref="GateClient.MostOutcomesAtOnce"/> reports; false when they were not taken.</param>
    /// <param name="clock">Bounds the gathering and the end.</param>
    public OutcomeReports(Func<IReadOnlyList<OutcomeReport>, CancellationToken, Task<bool>> send, TimeProvider clock)
    {
        _clock = clock;
        _reporting = ReportAsync(send);
    }

    /// <summary>Reports an outcome: executing, done or failed. What is said of one proposal keeps its order.</summary>
    public void Add(string id, string outcome, string? detail = null) => _waiting.Writer.TryWrite(new OutcomeReport(id, outcome, detail is { Length: > LongestDetail } ? detail[..LongestDetail] : detail));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _closing.CancelAsync();
        await Task.WhenAny(_reporting, Task.Delay(DrainFor, _clock));
        await _ending.CancelAsync();
        await _reporting;
        _closing.Dispose();
        _ending.Dispose();
    }

    private async Task ReportAsync(Func<IReadOnlyList<OutcomeReport>, CancellationToken, Task<bool>> send)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_ending.Token))
            {
                await Task.Delay(Gathering, _clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var gathered = Gathered();
                for (var tries = 1; !await send(gathered, _ending.Token) && tries < MostTries && !_closing.IsCancellationRequested; tries++)
                {
                    await Task.Delay(BetweenTries, _clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
    }

    private List<OutcomeReport> Gathered()
    {
        var gathered = new List<OutcomeReport>();
        while (gathered.Count < GateClient.MostOutcomesAtOnce && _waiting.Reader.TryRead(out var report))
        {
            gathered.Add(report);
        }

        return gathered;
    }
}
