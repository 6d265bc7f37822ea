using System.Net;
using System.Runtime;
using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>Runs a real server as a process of its own, connects agents and lets them ask each other at a steady rate, whatever the answers do.</summary>
/// <param name="agents">How many agents are connected; every second one by a stream, the others by long polls.</param>
/// <param name="perSecond">Questions a second.</param>
/// <param name="length">How long.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElicitationBench(int agents, int perSecond, TimeSpan length, TimeProvider clock) : IAsyncDisposable
{
    private const int AtOnce = 16;
    private const int EventsPerPage = 1000;
    private const long ClientBytes = 200L * 1024 * 1024;

    private static readonly TimeSpan BaselineEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;
    private readonly HttpClient _listening = NewClient();
    private readonly HttpClient _calling = NewClient();

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ElicitationReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "pharos.yaml"), Configuration, cancellationToken);
        progress("starting a server …");
        await using var server = await HttpProcess.StartAsync(cancellationToken, "serve", "--data", data, "--port", "0", "--json");
        (_listening.BaseAddress, _calling.BaseAddress) = (server.Url, server.Url);
        var admin = server.Token ?? throw new IOException("The server gave no token.");
        var (listening, calls, tally) = (new ElicitationCalls(_listening), new ElicitationCalls(_calling), new ElicitationTally(clock));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        progress($"connecting {agents} agents …");
        var crowd = await ConnectAsync(admin, listening, calls, tally, cancellationToken);
        var listeners = crowd.Select((agent, number) => number % 2 == 0 ? agent.StreamAsync(leaving.Token) : agent.PollAsync(leaving.Token)).ToList();
        await Task.WhenAll(crowd.Select(agent => agent.Connected)).WaitAsync(cancellationToken);
        await Task.Delay(Settling, clock, cancellationToken);

        // A thousand clients live in this one process; its own collector would stop all of them at once, which no agent's does.
        GC.Collect();
        var isQuiet = GC.TryStartNoGCRegion(ClientBytes);
        progress("warming up …");
        var warm = new ElicitationTally(clock);
        var warmed = (int)(perSecond * WarmUp.TotalSeconds);
        var count = (int)(perSecond * length.TotalSeconds);
        await AskAllAsync(crowd, calls, warm, -warmed, warmed, cancellationToken);
        progress($"{perSecond} questions a second for {length.TotalSeconds:0} s …");
        using var measured = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var baselines = Task.WhenAll(PingAsync(calls, tally, measured.Token), SyncAsync(tally, measured.Token));
        await AskAllAsync(crowd, calls, tally, 0, count, cancellationToken);
        await measured.CancelAsync();
        await baselines;
        if (isQuiet && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }


        // Whoever asked has the answer a moment before the one who gave it knows that it was taken.
        await Task.Delay(Settling, clock, cancellationToken);
        var lost = listeners.Count(listener => listener.IsCompleted);
        await leaving.CancelAsync();
        await Task.WhenAll(listeners).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        progress("reading the log …");
        var events = await CountEventsAsync(calls, admin, cancellationToken) - (2 * warmed);
        return new ElicitationReport(
            agents,
            perSecond,
            tally.TimingOf(ElicitationReport.Livez),
            [.. ((string[])[ElicitationReport.Delivered, ElicitationReport.HasAnswer, ElicitationReport.Ask, ElicitationReport.Respond]).Select(tally.TimingOf)],
            tally.CountOf(ElicitationReport.Ask),
            tally.CountOf(ElicitationReport.HasAnswer),
            tally.CountOf(ElicitationReport.RefusedAnswer),
            tally.CountOf(ElicitationReport.Failed) + warm.CountOf(ElicitationReport.Failed) + lost,
            events,
            tally.TimingOf(ElicitationReport.Sync));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listening.Dispose();
        _calling.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

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

    private async Task<ElicitationAgent[]> ConnectAsync(string admin, ElicitationCalls listening, ElicitationCalls calls, ElicitationTally tally, CancellationToken cancellationToken)
    {
        var crowd = new ElicitationAgent[agents];
        await Parallel.ForEachAsync(Enumerable.Range(0, agents), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var issued = await calls.DoAsync("POST", "/api/tokens", admin, $$"""{"subject":"agent-{{number}}","role":"agent"}""", token);
            crowd[number] = new ElicitationAgent($"agent-{number}", issued.GetProperty("token").GetString()!, listening, calls, tally, new Random(number));
        });
        return crowd;
    }

    // The warm-up's questions have numbers below zero, whose times nobody looks at.
    private async Task AskAllAsync(ElicitationAgent[] crowd, ElicitationCalls calls, ElicitationTally tally, int first, int count, CancellationToken cancellationToken)
    {
        var asked = new Task[count];
        var begun = clock.GetTimestamp();
        var step = clock.TimestampFrequency / perSecond;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), clock);
        for (var i = 0; i < count; i++)
        {
            var due = begun + (i * step);
            while (clock.GetTimestamp() < due)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            var number = first + i;
            tally.Due(number, due);
            asked[i] = Task.Run(() => AskAsync(crowd, calls, tally, number, cancellationToken), cancellationToken);
        }

        await Task.WhenAll(asked).WaitAsync(LastAnswers, clock, cancellationToken);
    }

    private static async Task AskAsync(ElicitationAgent[] crowd, ElicitationCalls calls, ElicitationTally tally, int number, CancellationToken cancellationToken)
    {
        // Neighbours never ask each other, and in a minute nobody asks or is asked more often than the limits let them.
        var place = ((number % crowd.Length) + crowd.Length) % crowd.Length;
        var (asker, answerer) = (crowd[place], crowd[(place + (crowd.Length / 2) + 1) % crowd.Length]);
        var body = $$"""{"to":"{{answerer.Name}}","message":"question {{number}}","schema":{"type":"object","properties":{"number":{"type":"integer"} },"required":["number"],"additionalProperties":false} }""";
        var started = tally.Now;
        var (status, question) = await calls.SendAsync("POST", "/api/elicitations", asker.Token, body, cancellationToken);
        tally.Note(ElicitationReport.Ask, started);
        tally.Count(status == (int)HttpStatusCode.Created ? ElicitationReport.Ask : ElicitationReport.Failed);
        if (status != (int)HttpStatusCode.Created)
        {
            return;
        }

        var (_, ended) = await calls.SendAsync("GET", $"/api/elicitations/{question.GetProperty("id").GetString()}?wait=30s", asker.Token, null, cancellationToken);
        tally.Since(ElicitationReport.HasAnswer, number);
        var isAnswered = ended.GetProperty("state").GetString() == "accepted" && ended.GetProperty("content").GetProperty("number").GetInt32() == number;
        tally.Count(isAnswered ? ElicitationReport.HasAnswer : ElicitationReport.Failed);
    }

    // What HTTP alone costs at this moment, whether anything else goes on or not.
    private async Task PingAsync(ElicitationCalls calls, ElicitationTally tally, CancellationToken done)
    {
        using var timer = new PeriodicTimer(BaselineEvery, clock);
        while (await TickAsync(timer, done))
        {
            var started = tally.Now;
            await calls.PingAsync(CancellationToken.None);
            tally.Note(ElicitationReport.Livez, started);
        }
    }

    // What one small durable write costs at this moment beside the log's own, on the same disk.
    private async Task SyncAsync(ElicitationTally tally, CancellationToken done)
    {
        using var timer = new PeriodicTimer(BaselineEvery, clock);
        await using var file = new FileStream(Path.Combine(_folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[512];
        while (await TickAsync(timer, done))
        {
            var started = tally.Now;
            file.Write(block);
            file.Flush(flushToDisk: true);
            tally.Note(ElicitationReport.Sync, started);
        }
    }

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

    private static HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = int.MaxValue, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
}
