using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pharos.Cli.Tests.Mcp;

/// <summary>Clients of others, installed once from npm into a folder that is kept between runs. Where npm cannot, the tests that need them are skipped with the reason.</summary>
public sealed class NpmClients : CarriedServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private string _folder = "";

    /// <summary>Why they are not here; null when they are.</summary>
    public string? Missing { get; private set; }

    protected override string Configuration => base.Configuration + "mcp:\n  askAtClient: true\n";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "npm");
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        _folder = Path.Combine(cache, "pharos-tests", "mcp-clients");
        if (!Directory.Exists(source))
        {
            Missing = "the sources of the tests are not here, and with them the list of packages";
            return;
        }

        Directory.CreateDirectory(_folder);
        var lockFile = Path.Combine(_folder, "package-lock.json");
        var isCurrent = File.Exists(lockFile) && await File.ReadAllTextAsync(lockFile) == await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"))
            && Directory.Exists(Path.Combine(_folder, "node_modules", "@modelcontextprotocol", "sdk", "dist"));
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        if (!isCurrent)
        {
            var (code, _, error) = await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Missing = code == 0 ? null : $"npm ci ended with {code}: {error.Split('\n').FirstOrDefault(line => line.Contains("ERR", StringComparison.OrdinalIgnoreCase))}";
        }

        if (Missing is null)
        {
            // The inspector's command line reads this file beside its folder, and does not bring it.
            await File.WriteAllTextAsync(Path.Combine(_folder, "node_modules", "@modelcontextprotocol", "package.json"), """{"name":"@modelcontextprotocol/inspector","version":"0.21.1"}""");
        }
    }

    /// <summary>Runs the inspector in its command-line mode.</summary>
    public Task<(int Code, string Output, string Error)> InspectAsync(params string[] arguments) =>
        RunAsync("node", ["node_modules/@modelcontextprotocol/inspector-cli/build/cli.js", "--cli", .. arguments]);

    /// <summary>Runs the committed script with a client of the SDK.</summary>
    public Task<(int Code, string Output, string Error)> DriveAsync(string plan) => RunAsync("node", "client.mjs", plan);

    /// <summary>How an agent starts <c>pharos mcp</c>.</summary>
    public string[] Command(string tokenFile) => ["dotnet", typeof(CommandLine).Assembly.Location, "mcp", "--data", Data, "--token-file", tokenFile];

    private async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            return (process.ExitCode, await output, await error);
        }
        catch (Win32Exception problem)
        {
            return (127, "", $"ERR {program} is not installed: {problem.Message}");
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
