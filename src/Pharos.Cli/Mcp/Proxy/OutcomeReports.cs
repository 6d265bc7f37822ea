using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Reports what became of calls, beside them: nobody waits for the record of what is over. Reports are gathered for a moment and sent together, so that the gate makes them durable at once and the next call does not
/// stand behind the record of the last one.
/// </summary>
internal sealed class OutcomeReports : IAsyncDisposable
{
    private const int MostWaiting = 4_096;

    private const int MostTogether = 256;

    private const int MostAtOnce = 8;

    private const int LongestDetail = 500;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(2);

    private readonly Channel<(string Id, string Outcome, string? Detail)> _waiting =
        Channel.CreateBounded<(string, string, string?)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly Task _reporting;

    /// <param name="gate">Who is told.</param>
    /// <param name="clock">Bounds the gathering and the end.</param>
    public OutcomeReports(GateClient gate, TimeProvider clock)
    {
        _clock = clock;
        _reporting = ReportAsync(gate);
    }

    /// <summary>Reports an outcome: executing, done or failed.</summary>
    public void Add(string id, string outcome, string? detail = null) => _waiting.Writer.TryWrite((id, outcome, detail is { Length: > LongestDetail } ? detail[..LongestDetail] : detail));

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

    private async Task ReportAsync(GateClient gate)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_ending.Token))
            {
                await Task.Delay(Gathering, _clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await SendAsync(gate, Gathered());
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
    }

    private List<(string Id, string Outcome, string? Detail)> Gathered()
    {
        var gathered = new List<(string, string, string?)>();
        while (gathered.Count < MostTogether && _waiting.Reader.TryRead(out var report))
        {
            gathered.Add(report);
        }

        return gathered;
    }

    // What is said of one call keeps its order; calls have none among each other.
    private Task SendAsync(GateClient gate, List<(string Id, string Outcome, string? Detail)> reports) => Parallel.ForEachAsync(
        reports.GroupBy(report => report.Id, StringComparer.Ordinal),
        new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = _ending.Token },
        async (ofCall, cancellationToken) =>
        {
            foreach (var (id, outcome, detail) in ofCall)
            {
                await gate.ReportAsync(id, outcome, detail, cancellationToken);
            }
        });
}
