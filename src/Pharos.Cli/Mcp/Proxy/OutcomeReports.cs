using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Reports what became of calls, in order and beside them: nobody waits for the record of what is over.</summary>
internal sealed class OutcomeReports : IAsyncDisposable
{
    private const int MostWaiting = 4_096;

    private const int LongestDetail = 500;

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(2);

    private readonly Channel<(string Id, string Outcome, string? Detail)> _waiting =
        Channel.CreateBounded<(string, string, string?)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly Task _reporting;

    /// <param name="gate">Who is told.</param>
    /// <param name="clock">Bounds the end.</param>
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
        await Task.WhenAny(_reporting, Task.Delay(DrainFor, _clock));
        await _ending.CancelAsync();
        await _reporting;
        _ending.Dispose();
    }

    private async Task ReportAsync(GateClient gate)
    {
        try
        {
            await foreach (var (id, outcome, detail) in _waiting.Reader.ReadAllAsync(_ending.Token))
            {
                await gate.ReportAsync(id, outcome, detail, _ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
    }
}
