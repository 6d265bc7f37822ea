using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What a load achieved.</summary>
/// <param name="RequestsPerSecond">Requests answered a second.</param>
/// <param name="P50">Median in microseconds.</param>
/// <param name="P99">99th percentile in microseconds.</param>
internal sealed record HttpLoad(double RequestsPerSecond, double P50, double P99);

/// <summary>Runs wrk with the script of this bench.</summary>
/// <param name="program">Where wrk is.</param>
/// <param name="folder">Where its script is written.</param>
internal sealed class HttpWrk(string program, string folder)
{
    /// <summary>Connections that are kept open.</summary>
    public const int Connections = 64;

    private const int Threads = 2;

    // Every twentieth request is a command that was never seen. The rest are formatted once, because the client shares its processors with the server.
    private const string Script = """
        local number = 0
        function setup(thread)
          number = number + 1
          thread:set("worker", number)
        end
        local sent, repeated, run = 0, {}, ""
        function init(args)
          wrk.method = "POST"
          wrk.headers["Content-Type"] = "application/json"
          wrk.headers["Authorization"] = "Bearer " .. args[1]
          wrk.path = "/api/proposals"
          run = args[2]
          for line in io.lines(args[3]) do
            repeated[#repeated + 1] = wrk.format(nil, nil, nil, line)
          end
          head, tail = io.lines(args[4])(), ""
        end
        function request()
          sent = sent + 1
          if sent % 20 == 0 then
            return wrk.format(nil, nil, nil, (head:gsub("@", run .. worker .. "-" .. sent)))
          end
          return repeated[sent % #repeated + 1]
        end
        function done(summary, latency, requests)
          local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
          io.write(string.format('\n{"requests":%d,"microseconds":%d,"failed":%d,"p50":%.1f,"p99":%.1f}\n',
            summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)))
        end
        """;

    /// <summary>Where wrk is installed; null when it is not.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.Combine(path, "wrk")).FirstOrDefault(File.Exists);

    /// <summary>Loads an endpoint.</summary>
    /// <param name="target">The server.</param>
    /// <param name="token">What it is shown.</param>
    /// <param name="bodies">The repeated bodies, and the one that is made new by filling in @.</param>
    /// <param name="run">Tells this load's new commands from those of another.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">A request failed, so the figure would mean nothing.</exception>
    public async Task<HttpLoad> LoadAsync(Uri target, string token, HttpBodies bodies, string run, TimeSpan length, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "load.lua");
        await File.WriteAllTextAsync(script, Script, cancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, "repeated"), bodies.Repeated, cancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, "new"), [bodies.New], cancellationToken);
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true };
        string[] words =
        [
            $"-t{Threads}", $"-c{Connections}", string.Create(CultureInfo.InvariantCulture, $"-d{length.TotalSeconds:0}s"), "-s", script, target.ToString(),
            "--", token, run, Path.Combine(folder, "repeated"), Path.Combine(folder, "new"),
        ];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start) ?? throw new IOException("wrk could not be started.");
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Read(said);
    }

    private static HttpLoad Read(string said)
    {
        if (said.Split('\n').LastOrDefault(line => line.StartsWith('{')) is not { } line)
        {
            throw new InvalidDataException($"wrk said nothing that could be understood: {said}");
        }

        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return root.GetProperty("failed").GetInt64() is not 0 and var failed
            ? throw new InvalidDataException($"{failed} requests failed, so the figures mean nothing: {said}")
            : new HttpLoad(
                root.GetProperty("requests").GetInt64() / (root.GetProperty("microseconds").GetInt64() / 1_000_000.0), root.GetProperty("p50").GetDouble(), root.GetProperty("p99").GetDouble());
    }
}
