using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Pharos.EndToEnd;

/// <summary>A server started as people start it.</summary>
public sealed class RunningServer : IDisposable
{
    private readonly Process _process;

    private RunningServer(Process process, JsonElement announcement)
    {
        _process = process;
        Url = new Uri(announcement.GetProperty("url").GetString()!);
        FirstToken = announcement.GetProperty("token").GetString();
        Client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public string? FirstToken { get; }

    public HttpClient Client { get; }

    public static RunningServer Start(Shipped shipped, string data, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(shipped.Program, "pharos")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["serve", "--port", "0", "--data", data, "--json", .. more])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, text) => errors.AppendLine(text.Data);
        process.BeginErrorReadLine();
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The server did not start: {errors}");
        using var document = JsonDocument.Parse(line);
        return new RunningServer(process, document.RootElement);
    }

    /// <summary>Asks for a decision about a command.</summary>
    public async Task<JsonElement> ProposeAsync(string token, string command, string workspace = "/srv/app")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/proposals")
        {
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["kind"] = "command",
                ["tool"] = "Bash",
                ["input"] = new Dictionary<string, string> { ["command"] = command },
                ["workspace"] = workspace,
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    /// <returns>Its exit status.</returns>
    public int Terminate()
    {
        Shipped.Run("/bin/kill", ["-TERM", $"{_process.Id}"]).Status.ShouldBe(0);
        _process.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue("the server did not stop after SIGTERM");
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a machine that loses power does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        Client.Dispose();
        _process.Dispose();
    }
}
