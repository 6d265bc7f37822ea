using System.Net.Http.Headers;
using System.Text;

namespace Pharos.Cli.Bench;

/// <summary>Runs a real server and the baseline as processes of their own and loads them in turns.</summary>
/// <param name="wrk">Where wrk is.</param>
/// <param name="length">Length of each measurement.</param>
/// <param name="clock">The clock.</param>
internal sealed class HttpBench(string wrk, TimeSpan length, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Requests a second of the steady load.</summary>
    public const int SteadyRate = 500;

    private const int Rounds = 3;
    private const int SyncSamples = 200;

    // The runtime compiles a method fully after thirty calls and in the background; a second or two later it has.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Project => Path.Combine(_folder, "project");

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        progress("starting a server …");
        await using var server = await HttpProcess.StartAsync(cancellationToken, "serve", "--data", Data, "--port", "0", "--json");
        var token = server.Token ?? throw new IOException("The server gave no token.");
        var bodies = HttpBodies.In(Project);
        var answer = await SampleAsync(server.Url, token, bodies, cancellationToken);
        await using var bare = await HttpProcess.StartAsync(cancellationToken, "bench", "http-bare", "--answer", answer);
        var load = new HttpWrk(wrk, _folder);
        progress("warming up …");
        await load.LoadAsync(server.Url, token, bodies, "w", WarmUp, cancellationToken);
        await load.LoadAsync(bare.Url, token, bodies, "w", WarmUp, cancellationToken);
        var before = await MetricsAsync(server.Url, token, cancellationToken);
        var ours = new List<HttpLoad>();
        var theirs = new List<HttpLoad>();
        for (var round = 1; round <= Rounds; round++)
        {
            progress($"round {round} of {Rounds} …");
            ours.Add(await load.LoadAsync(server.Url, token, bodies, $"{round}-", length, cancellationToken));
            theirs.Add(await load.LoadAsync(bare.Url, token, bodies, $"{round}-", length, cancellationToken));
        }

        var between = await MetricsAsync(server.Url, token, cancellationToken);
        progress($"{SteadyRate} requests a second …");
        var steady = new HttpSteadyLoad(server.Url, token, clock);
        string Body(string run, int number) => number % 20 == 0 ? bodies.Fresh($"{run}{number}") : bodies.Repeated[number % bodies.Repeated.Count];
        await steady.RunAsync(number => Body("sw", number), SteadyRate, TimeSpan.FromSeconds(2), cancellationToken);
        var quiet = await MetricsAsync(server.Url, token, cancellationToken);
        var timing = await steady.RunAsync(number => Body("s", number), SteadyRate, 2 * length, cancellationToken);
        var after = await MetricsAsync(server.Url, token, cancellationToken);
        return new HttpReport(
            MedianOf(ours),
            MedianOf(theirs),
            [.. ours.Zip(theirs, (our, their) => (our.RequestsPerSecond, their.RequestsPerSecond))],
            HttpSplit.Between(before, between),
            timing,
            HttpSplit.Between(quiet, after),
            MeasureSync());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static HttpLoad MedianOf(List<HttpLoad> loads) => loads.OrderBy(load => load.RequestsPerSecond).ElementAt(loads.Count / 2);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Path.Combine(Project, "src"));
        await File.WriteAllTextAsync(Path.Combine(Project, "README.md"), "A project to work in.\n", cancellationToken);
        var configuration = $$"""
            workspaces:
              - root: {{Project}}
            log:
              level: error
            limits:
              rate: { viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }
            """;
        await File.WriteAllTextAsync(Path.Combine(Data, "pharos.yaml"), configuration, cancellationToken);
    }

    // The answer of a repeated command, as nineteen of twenty are.
    private async Task<string> SampleAsync(Uri url, string token, HttpBodies bodies, CancellationToken cancellationToken)
    {
        using var client = Client(url, token);
        var file = Path.Combine(_folder, "answer.json");
        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent(bodies.Repeated[1], Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri("/api/proposals", UriKind.Relative), content, cancellationToken);
            await File.WriteAllBytesAsync(file, await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
        }

        return file;
    }

    private static async Task<string> MetricsAsync(Uri url, string token, CancellationToken cancellationToken)
    {
        using var client = Client(url, token);
        return await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
    }

    private static HttpClient Client(Uri url, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private double MeasureSync()
    {
        using var file = new FileStream(Path.Combine(_folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[512];
        return Timing.Measure("fsync", clock, SyncSamples, 1, () =>
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }).P50;
    }
}
