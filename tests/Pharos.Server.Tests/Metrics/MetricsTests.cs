using System.Diagnostics;
using System.Text.RegularExpressions;
using Pharos.Agents;

namespace Pharos.Server.Tests.Metrics;

public sealed partial class MetricsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Every_line_is_a_comment_or_a_sample_and_every_sample_has_a_type()
    {
        var text = await ScrapeAsync();
        var typed = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToHashSet();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var match = Sample().Match(line);
            match.Success.ShouldBeTrue(line);
            var name = match.Groups["name"].Value;
            typed.ShouldContain(known => name == known || name == known + "_bucket" || name == known + "_sum" || name == known + "_count", line);
        }
    }

    [Theory]
    [InlineData("pharos_http_requests_total{method=\"POST\",route=\"/api/proposals\",status=\"200\"}")]
    [InlineData("pharos_gate_decisions_total{")]
    [InlineData("pharos_gate_decision_duration_seconds_bucket{")]
    [InlineData("pharos_http_request_duration_seconds_count{")]
    [InlineData("pharos_log_appends_total{outcome=\"appended\"}")]
    [InlineData("pharos_disk_free_bytes ")]
    public async Task A_decision_shows_in_the_figures(string expected) => (await ScrapeAsync()).ShouldContain(expected);

    [Fact]
    public async Task Prometheus_own_linter_accepts_them()
    {
        var promtool = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool is not installed (Debian package prometheus)");
        var start = new ProcessStartInfo(promtool, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(await ScrapeAsync());
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        said.ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
    }

    private async Task<string> ScrapeAsync()
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
        decided.EnsureSuccessStatusCode();
        using var response = await server.SendAsync("GET", "/metrics", Role.Viewer);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("""^(?<name>[a-z_:][a-z0-9_:]*)(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? ([-+0-9.eE]+|\+Inf)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
