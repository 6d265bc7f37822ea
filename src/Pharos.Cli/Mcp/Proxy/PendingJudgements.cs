using System.Collections.Concurrent;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What is being judged beside the messages that go on. Safe for use by many threads.</summary>
/// <param name="clock">Bounds the waiting.</param>
internal sealed class PendingJudgements(TimeProvider clock)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Begins one; it sees to its own failures.</summary>
    public void Begin(Func<Task> judge)
    {
        var task = Task.Run(judge);
        _running[task] = true;
        _ = task.ContinueWith(static (done, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(done, out _), _running, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for all of them, but not for people.</summary>
    public Task SettleAsync() => Task.WhenAny(Task.WhenAll(_running.Keys), Task.Delay(Settling, clock));
}
