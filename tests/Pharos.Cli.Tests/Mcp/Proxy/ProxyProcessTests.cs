using System.Diagnostics;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class ProxyProcessTests(GatedServer gate) : IClassFixture<GatedServer>
{
    [Fact]
    public async Task The_exit_code_and_standard_error_of_the_server_are_those_of_the_proxy()
    {
        var (code, output, error) = await RunAsync("echo from the server >&2; exit 42");
        code.ShouldBe(42, error);
        error.ShouldContain("from the server");
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_whose_client_goes_away_is_told_by_the_end_of_its_input()
    {
        var (code, _, error) = await RunAsync("cat > /dev/null; echo ended >&2; exit 3");
        code.ShouldBe(3, error);
        error.ShouldContain("ended");
    }

    [Fact]
    public async Task A_signal_to_the_proxy_reaches_the_server()
    {
        var (code, _, error) = await RunAsync("trap 'echo caught >&2; exit 9' TERM; echo ready >&2; for i in $(seq 200); do sleep 0.1; done", terminate: true);
        error.ShouldContain("caught");
        code.ShouldBe(9, error);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_said_so()
    {
        using var process = await StartAsync(["/nowhere/to/be/found"]);
        process.StandardInput.Close();
        (await process.StandardError.ReadToEndAsync()).ShouldContain("server.start");
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string script, bool terminate = false)
    {
        using var process = await StartAsync(["sh", "-c", script]);
        var output = process.StandardOutput.ReadToEndAsync();
        if (terminate)
        {
            // Before it says so, the script has not set its trap, and the signal would end it unheard.
            string? line;
            do
            {
                line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            }
            while (line is not (null or "ready"));

            using var kill = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }
        else
        {
            process.StandardInput.Close();
        }

        var error = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output, await error);
    }

    private async Task<Process> StartAsync(string[] command)
    {
        var token = Path.Combine(gate.Data, $"{Guid.NewGuid():N}.token");
        await File.WriteAllTextAsync(token, await gate.TokenAsync($"agent-{Guid.NewGuid():N}"));
        string[] words = [typeof(CommandLine).Assembly.Location, "mcp", "proxy", "--data", gate.Data, "--token-file", token, "--workspace", gate.Project, "--name", "s", "--", .. command];
        return Process.Start(new ProcessStartInfo("dotnet", words) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
