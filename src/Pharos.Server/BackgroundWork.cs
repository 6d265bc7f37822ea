using Microsoft.Extensions.Logging;
using Pharos.Server.Logging;

namespace Pharos.Server;

/// <summary>
/// Work that runs beside the requests for as long as the server does. A piece that throws is logged, named in <see cref="Failing"/> and begun again after
/// a while: a supervisor whose clean-up died silently would only be noticed when the disk is full.
/// </summary>
internal sealed class BackgroundWork(TimeProvider clock, ILogger<BackgroundWork> logger) : IAsyncDisposable
{
    /// <summary>How long a piece that threw rests before it begins again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>How long a failure is told, so that work which fails now and then is seen between its failures.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly Dictionary<string, (string Problem, long At)> _failures = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The pieces that threw lately, with what they said.</summary>
    public IReadOnlyDictionary<string, string> Failing
    {
        get
        {
            lock (_gate)
            {
                return _failures.Where(failure => clock.GetElapsedTime(failure.Value.At) < Told).ToDictionary(failure => failure.Key, failure => failure.Value.Problem, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Begins a piece of work. It ends when its token is cancelled, and may use that moment to finish what it holds.</summary>
    public void Start(string name, Func<CancellationToken, Task> run) => _running.Add(Task.Run(() => RunAsync(name, run, _stopping.Token)));

    /// <summary>Asks every piece to end and waits until each has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> run, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run(stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                logger.WorkFailed(problem, name, Rest.TotalSeconds);
                Note(name, problem.Message);
            }

            // Cancelled or not, the loop's condition decides.
            await Task.Delay(Rest, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(string name, string problem)
    {
        lock (_gate)
        {
            _failures[name] = (problem, clock.GetTimestamp());
        }
    }
}
