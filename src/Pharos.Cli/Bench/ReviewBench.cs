using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>Runs a real server as a process of its own, lets reviews wait there and does what a reviewer does.</summary>
/// <param name="items">How many reviews wait.</param>
/// <param name="samples">How often each step is taken.</param>
/// <param name="clock">The clock.</param>
internal sealed class ReviewBench(int items, int samples, TimeProvider clock) : IAsyncDisposable
{
    private const int Proposers = 32;
    private const int PageSize = 500;
    private const int SyncSamples = 200;
    private const int WarmUp = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;
    private HttpClient _client = new();

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReviewReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "pharos.yaml"), Configuration, cancellationToken);
        progress("starting a server …");
        await using var server = await HttpProcess.StartAsync(cancellationToken, "serve", "--data", data, "--port", "0", "--json");
        _client.Dispose();
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
        var admin = server.Token ?? throw new IOException("The server gave no token.");
        var (agent, reviewer) = (await TokenAsync(admin, "agent", cancellationToken), await TokenAsync(admin, "reviewer", cancellationToken));
        progress($"letting {items} reviews wait …");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items + WarmUp),
            new ParallelOptions { MaxDegreeOfParallelism = Proposers, CancellationToken = cancellationToken },
            async (number, token) => await SendAsync("POST", "/api/proposals", agent, Proposal(number), token));
        var ids = await IdsAsync(reviewer, cancellationToken);
        progress($"{samples} times each step …");
        foreach (var id in ids.Take(WarmUp))
        {
            await TakeAsync(reviewer, id, "", cancellationToken);
        }

        var waiting = ids.Skip(WarmUp).ToList();
        var deep = await PlaceAsync(reviewer, waiting.Count / 2, cancellationToken);
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var i = 0; i < samples; i++)
        {
            foreach (var (name, microseconds) in await TakeAsync(reviewer, waiting[i], deep, cancellationToken))
            {
                (times.TryGetValue(name, out var list) ? list : times[name] = []).Add(microseconds);
            }
        }

        var timings = times.Select(entry => Timing.Of(entry.Key, entry.Value)).ToList();
        return new ReviewReport(items, timings[0], timings[1..], MeasureSync());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Configuration => $$"""
        workspaces:
          - root: {{_folder}}
        log:
          level: error
        review:
          openPerAgent: 100000
          timeout: 1d
        limits:
          rate: { viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }
        """;

    private string Proposal(int number) =>
        $$"""{"kind":"command","tool":"Bash","input":{"command":"sudo systemctl restart unit-{{number}}"},"workspace":"{{_folder}}"}""";

    // Each step beside the baseline, so that what disturbs the machine disturbs all of them.
    private async Task<IReadOnlyList<(string Name, double Microseconds)>> TakeAsync(string reviewer, string id, string deep, CancellationToken cancellationToken)
    {
        var steps = new List<(string, double)>();
        foreach (var (name, method, path, body) in (IReadOnlyList<(string, string, string, string?)>)
        [
            ("GET /livez", "GET", "/livez", null),
            ("list: first page", "GET", "/api/reviews", null),
            ("list: filtered, nothing matches", "GET", "/api/reviews?assignee=nobody", null),
            ("list: from the middle", "GET", $"/api/reviews?after={deep}", null),
            ("show one", "GET", $"/api/reviews/{id}", null),
            ("claim", "POST", $"/api/reviews/{id}/claim", "{}"),
            ("verdict", "POST", $"/api/reviews/{id}/verdict", """{"verdict":"approve"}"""),
            ("list: after a verdict", "GET", "/api/reviews", null),
        ])
        {
            var started = clock.GetTimestamp();
            await SendAsync(method, path, reviewer, body, cancellationToken);
            steps.Add((name, clock.GetElapsedTime(started).TotalMicroseconds));
        }

        return steps;
    }

    private async Task<List<string>> IdsAsync(string reviewer, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            using var page = JsonDocument.Parse(await SendAsync("GET", $"/api/reviews?limit={PageSize}&after={next}", reviewer, null, cancellationToken));
            ids.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.RootElement.GetProperty("next").GetString();
        }
        while (next is not null);
        return ids.Count == items + WarmUp ? ids : throw new IOException($"{items + WarmUp} reviews should wait and {ids.Count} do.");
    }

    private async Task<string> PlaceAsync(string reviewer, int behind, CancellationToken cancellationToken)
    {
        var next = "";
        for (var seen = 0; seen + PageSize <= behind; seen += PageSize)
        {
            using var page = JsonDocument.Parse(await SendAsync("GET", $"/api/reviews?limit={PageSize}&after={next}", reviewer, null, cancellationToken));
            next = page.RootElement.GetProperty("next").GetString()!;
        }

        return next;
    }

    private async Task<string> TokenAsync(string admin, string role, CancellationToken cancellationToken)
    {
        using var issued = JsonDocument.Parse(await SendAsync("POST", "/api/tokens", admin, $$"""{"subject":"{{role}}-1","role":"{{role}}"}""", cancellationToken));
        return issued.RootElement.GetProperty("token").GetString()!;
    }

    private async Task<string> SendAsync(string method, string path, string token, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new IOException($"{method} {path} was answered with {(int)response.StatusCode}: {text}");
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
