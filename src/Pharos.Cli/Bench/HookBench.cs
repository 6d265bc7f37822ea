using System.Diagnostics;
using System.Text.Json;
using Pharos.Cli.Hooks;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench;

/// <summary>Runs a real server as a process of its own and the hook as the agent would.</summary>
/// <param name="clock">The clock.</param>
internal sealed class HookBench(TimeProvider clock) : IAsyncDisposable
{
    private const int WarmUpCalls = 50;
    private const int Calls = 200;
    private const int CallsAfterRestart = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;
    private Process? _server;
    private int _number;

    private string Data => Path.Combine(_folder, "data");

    private string Project => Path.Combine(_folder, "project");

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HookReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Project);
        progress("starting a server …");
        await StartAsync(cancellationToken);
        var command = await InstallAsync(cancellationToken);
        progress($"{Calls} calls …");
        await TimeAsync(command, WarmUpCalls, cancellationToken);
        var warm = Timing.Of("warm", await TimeAsync(command, Calls, cancellationToken));
        _server!.Refresh();
        var idle = _server.WorkingSet64 / 1048576.0;
        progress("restarting …");
        await StopAsync(cancellationToken);
        var started = clock.GetTimestamp();
        await StartAsync(cancellationToken);
        var first = await TimeAsync(command, 1, cancellationToken);
        var startup = clock.GetElapsedTime(started).TotalMilliseconds;
        var after = Timing.Of("the first after a restart", [.. first, .. await TimeAsync(command, CallsAfterRestart - 1, cancellationToken)]);
        var empty = Timing.Of("baseline: an empty sh", await BareAsync(":", cancellationToken));

        // What the shim can never go below on this machine: loading curl, which the distribution links to two dozen libraries.
        var curl = Timing.Of("baseline: curl to a socket nobody listens at", await BareAsync($"curl -q -sS --unix-socket {Data}/none.sock http://localhost/ || :", cancellationToken));
        return new HookReport([warm, after, curl, empty], startup, idle, MeasureSync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<List<double>> TimeAsync(string command, int calls, CancellationToken cancellationToken)
    {
        var times = new List<double>(calls);
        for (var i = 0; i < calls; i++)
        {
            _number++;
            var run = await HookRun.StartAsync(command, Payload(_number), clock, cancellationToken);
            if (run.Decision != "allow")
            {
                throw new InvalidDataException($"The hook answered \"{run.Decision}\" to a harmless command, so its time means nothing: {run.Output} {run.Error}");
            }

            times.Add(run.Elapsed.TotalMicroseconds);
        }

        return times;
    }

    private async Task<List<double>> BareAsync(string command, CancellationToken cancellationToken)
    {
        var times = new List<double>(Calls);
        for (var i = 0; i < Calls; i++)
        {
            times.Add((await HookRun.StartAsync(command, Payload(i), clock, cancellationToken)).Elapsed.TotalMicroseconds);
        }

        return times;
    }

    private string Payload(int number) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("session_id", "bench");
        json.WriteString("cwd", Project);
        json.WriteString("hook_event_name", "PreToolUse");
        json.WriteString("permission_mode", "default");
        json.WriteString("tool_name", "Bash");
        json.WriteStartObject("tool_input");
        // Every fourth command is new, as in a session where most commands are repeated.
        json.WriteString("command", number % 4 == 0 ? $"echo {number}" : "git status");
        json.WriteEndObject();
        json.WriteString("tool_use_id", $"toolu_bench_{number}");
        json.WriteEndObject();
    });

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = Process.Start(Self("serve", "--data", Data, "--port", "0")) ?? throw new IOException("The server could not be started.");
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        while (await _server.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("listens on", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new IOException("The server ended before it listened.");
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { HasExited: false })
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", $"{_server.Id}"]);
            await _server.WaitForExitAsync(cancellationToken);
        }

        _server?.Dispose();
        _server = null;
    }

    private async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        using var install = Process.Start(Self("hook", "install", "claude-code", "--project", Project, "--data", Data)) ?? throw new IOException("The hook could not be installed.");
        var error = install.StandardError.ReadToEndAsync(cancellationToken);
        await install.StandardOutput.ReadToEndAsync(cancellationToken);
        await install.WaitForExitAsync(cancellationToken);
        if (install.ExitCode != ExitCode.Ok)
        {
            throw new InvalidDataException($"The hook could not be installed: {await error}");
        }

        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Project, ".claude", "settings.json"), cancellationToken));
        return settings.RootElement.GetProperty("hooks").GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("command").GetString()!;
    }

    private double MeasureSync()
    {
        using var file = new FileStream(Path.Combine(_folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[512];
        return Timing.Measure("fsync", clock, 200, 1, () =>
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }).P50;
    }

    private static ProcessStartInfo Self(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(HookBench).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
