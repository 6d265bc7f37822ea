using System.Runtime;
using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>
/// Runs a real server and the baseline as processes of their own, connects the same agents to both, and lets them ask each other at the real one between two halves of the same load at
/// the baseline, so that what the machine does to both stands beside what the server does.
/// </summary>
/// <param name="agents">How many agents are connected; every second one by a stream, the others by long polls.</param>
/// <param name="perSecond">Questions a second.</param>
/// <param name="length">How long.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElicitationBench(int agents, int perSecond, TimeSpan length, TimeProvider clock) : IAsyncDisposable
{
    private const int EventsPerPage = 1000;
    private const long ClientBytes = 200L * 1024 * 1024;

    private static readonly TimeSpan PingEvery = TimeSpan.FromMilliseconds(20);

    // Seldom: each of these writes holds up the log's own on the same disk.
    private static readonly TimeSpan SyncEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;

    // The limits of questions and answers for each agent are the usual ones.
    private string Configuration => $$"""
        workspaces:
          - root: {{_folder}}
        log:
          level: error
        elicitations:
          streams: {{agents}}
        limits:
          connections: {{(agents * 2) + 2000}}
          rate: { viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }
        """;

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ElicitationReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "pharos.yaml"), Configuration, cancellationToken);
        progress("starting a server and the baseline …");
        await using var server = await HttpProcess.StartAsync(cancellationToken, "serve", "--data", data, "--port", "0", "--json");
        await using var relay = await HttpProcess.StartAsync(cancellationToken, "bench", "elicitation-bare");
        var admin = server.Token ?? throw new IOException("The server gave no token.");
        await using var crowd = new ElicitationCrowd(server.Url, perSecond, clock);
        await using var bare = new ElicitationCrowd(relay.Url, perSecond, clock);
        progress($"connecting {agents} agents …");
        await crowd.ConnectAsync(agents, (subject, stop) => TokenAsync(crowd.Calls, admin, subject, stop), cancellationToken);
        await bare.ConnectAsync(agents, static (subject, _) => new ValueTask<string>(subject), cancellationToken);
        await Task.Delay(Settling, clock, cancellationToken);
        progress("warming up …");
        var (warmed, count) = ((int)(perSecond * WarmUp.TotalSeconds), (int)(perSecond * length.TotalSeconds));
        await bare.AskAsync(-warmed, warmed, cancellationToken);
        await crowd.AskAsync(-warmed, warmed, cancellationToken);
        progress($"{perSecond} questions a second for {length.TotalSeconds:0} s, and as many at the baseline …");
        await QuietlyAsync(() => bare.AskAsync(0, count / 2, cancellationToken));
        await QuietlyAsync(() => BesideAsync(crowd, () => crowd.AskAsync(0, count, cancellationToken), cancellationToken));
        await QuietlyAsync(() => bare.AskAsync(count / 2, count - (count / 2), cancellationToken));

        // Whoever asked has the answer a moment before the one who gave it knows that it was taken.
        await Task.Delay(Settling, clock, cancellationToken);
        var lost = await crowd.LeaveAsync();
        progress("reading the log …");
        var events = await CountEventsAsync(crowd.Calls, admin, cancellationToken) - (2 * warmed);
        var tally = crowd.Tally;
        return new ElicitationReport(
            agents,
            perSecond,
            tally.TimingOf(ElicitationReport.Livez),
            [.. ElicitationReport.Timed.Select(tally.TimingOf)],
            [.. ElicitationReport.Timed.Select(bare.Tally.TimingOf)],
            tally.CountOf(ElicitationReport.Ask),
            tally.CountOf(ElicitationReport.HasAnswer),
            tally.CountOf(ElicitationReport.RefusedAnswer),
            tally.CountOf(ElicitationReport.Failed) + lost,
            events,
            tally.TimingOf(ElicitationReport.Sync),
            tally.TimingOf(ElicitationReport.Late));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // A thousand clients live in this one process; its own collector would stop all of them at once, which no agent's does.
    private static async Task QuietlyAsync(Func<Task> load)
    {
        GC.Collect();
        var isQuiet = GC.TryStartNoGCRegion(ClientBytes);
        await load();
        if (isQuiet && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }
    }

    // What HTTP alone and one durable write cost in the same moments.
    private async Task BesideAsync(ElicitationCrowd crowd, Func<Task> load, CancellationToken cancellationToken)
    {
        using var measured = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var baselines = Task.WhenAll(PingAsync(crowd, measured.Token), SyncAsync(crowd.Tally, measured.Token));
        await load();
        await measured.CancelAsync();
        await baselines;
    }

    private async Task PingAsync(ElicitationCrowd crowd, CancellationToken done)
    {
        using var timer = new PeriodicTimer(PingEvery, clock);
        while (await TickAsync(timer, done))
        {
            var started = crowd.Tally.Now;
            await crowd.Calls.PingAsync(CancellationToken.None);
            crowd.Tally.Note(ElicitationReport.Livez, started);
        }
    }

    // On the log's disk, and on a thread of its own: waiting for the disk would hold one of the two that the clients have.
    private Task SyncAsync(ElicitationTally tally, CancellationToken done) => Task.Factory.StartNew(
        () =>
        {
            using var file = new FileStream(Path.Combine(_folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[512];
            while (!done.WaitHandle.WaitOne(SyncEvery))
            {
                var started = tally.Now;
                file.Write(block);
                file.Flush(flushToDisk: true);
                tally.Note(ElicitationReport.Sync, started);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken done)
    {
        try
        {
            return await timer.WaitForNextTickAsync(done);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async ValueTask<string> TokenAsync(ElicitationCalls calls, string admin, string subject, CancellationToken cancellationToken)
    {
        var issued = await calls.DoAsync("POST", "/api/tokens", admin, $$"""{"subject":"{{subject}}","role":"agent"}""", cancellationToken);
        return issued.GetProperty("token").GetString()!;
    }

    private static async Task<int> CountEventsAsync(ElicitationCalls calls, string admin, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var type in (string[])["requested", "accepted", "declined", "cancelled", "expired"])
        {
            var after = "";
            do
            {
                var page = await calls.DoAsync("GET", $"/api/events?type=elicitation.{type}&limit={EventsPerPage}{after}", admin, null, cancellationToken);
                count += page.GetProperty("events").GetArrayLength();
                after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? $"&after={next.GetInt64()}" : "";
            }
            while (after.Length > 0);
        }

        return count;
    }
}
