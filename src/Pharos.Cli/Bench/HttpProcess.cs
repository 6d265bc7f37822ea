using System.Diagnostics;
using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>A process of this program that listens and says where on its first line.</summary>
internal sealed class HttpProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HttpProcess(Process process, Uri url, string? token)
    {
        _process = process;
        Url = url;
        Token = token;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The token it was given; null for one that asks for none.</summary>
    public string? Token { get; }

    /// <summary>Starts this program with other words.</summary>
    public static async Task<HttpProcess> StartAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(HttpProcess).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new IOException("The server could not be started.");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
        {
            using (process)
            {
                throw new IOException($"The server ended before it listened: {await error}");
            }
        }

        using var document = JsonDocument.Parse(line);
        var token = document.RootElement.TryGetProperty("token", out var given) ? given.GetString() : null;
        return new HttpProcess(process, new Uri(document.RootElement.GetProperty("url").GetString()!), token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
