using System.Diagnostics;
using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>What came of running a hook's command as its agent does.</summary>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Elapsed">From start to end.</param>
internal sealed record HookRun(int ExitStatus, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>The decision as an agent understands it: allow, ask, deny, none (no opinion), or failed where it would go ahead with an error.</summary>
    public string Decision
    {
        get
        {
            if (ExitStatus == 2)
            {
                return "deny";
            }

            if (ExitStatus != 0)
            {
                return "failed";
            }

            try
            {
                using var document = JsonDocument.Parse(Output);
                return Read(document.RootElement);
            }
            catch (JsonException)
            {
                return "failed";
            }
        }
    }

    /// <summary>Runs a command through the shell with a payload on standard input.</summary>
    public static async Task<HookRun> StartAsync(string command, string payload, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        var started = clock.GetTimestamp();
        using var process = Process.Start(start) ?? throw new IOException("/bin/sh could not be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await FeedAsync(process, payload, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new HookRun(process.ExitCode, await output, await error, clock.GetElapsedTime(started));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task FeedAsync(Process process, string payload, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(payload.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The hook ended without reading the payload, which it may; its exit status says what that means.
        }
    }

    private static string Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return "failed";
        }

        // No two of these members come in one answer: each agent reads its own.
        return answer.TryGetProperty("permission", out var word) ? word.GetString() ?? "failed"
            : answer.TryGetProperty("decision", out var given) ? (given.ValueEquals("block") ? "deny" : given.GetString() ?? "failed")
            : !answer.TryGetProperty("hookSpecificOutput", out var specific) ? "none"
            : specific.TryGetProperty("permissionDecision", out var permission) ? permission.GetString() ?? "failed"
            : specific.TryGetProperty("decision", out var decision) && decision.TryGetProperty("behavior", out var behavior) ? behavior.GetString() ?? "failed"
            : "none";
    }
}
