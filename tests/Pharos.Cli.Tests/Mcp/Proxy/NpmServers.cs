using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Servers of others, installed once from npm into a folder that is kept between runs. Where npm cannot, the tests that need them are skipped with the reason.</summary>
public sealed class NpmServers : IAsyncLifetime
{
    private static readonly SemaphoreSlim One = new(1, 1);

    public string Folder { get; private set; } = "";

    public string? Missing { get; private set; }

    public string Everything => Path.Combine(Folder, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");

    public string Filesystem => Path.Combine(Folder, "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js");

    public string Inspector => Path.Combine(Folder, "node_modules/@modelcontextprotocol/inspector-cli/build/cli.js");

    public async ValueTask InitializeAsync()
    {
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "npm");
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        Folder = Path.Combine(cache, "pharos-tests", "proxied-servers");
        await One.WaitAsync();
        try
        {
            if (!Directory.Exists(source))
            {
                Missing = "the sources of the tests are not here, and with them the list of packages";
                return;
            }

            Directory.CreateDirectory(Folder);
            var isCurrent = true;
            foreach (var name in (string[])["package.json", "package-lock.json"])
            {
                var (from, to) = (Path.Combine(source, name), Path.Combine(Folder, name));
                isCurrent &= File.Exists(to) && await File.ReadAllTextAsync(to) == await File.ReadAllTextAsync(from);
                File.Copy(from, to, overwrite: true);
            }

            if (!isCurrent || !File.Exists(Everything) || !File.Exists(Filesystem))
            {
                Missing = await InstallAsync();
            }
        }
        finally
        {
            One.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string?> InstallAsync()
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = npm.StandardError.ReadToEndAsync();
            await npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? null : $"npm ci ended with {npm.ExitCode}: {(await error).Split('\n').FirstOrDefault(line => line.Contains("ERR", StringComparison.OrdinalIgnoreCase))}";
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            return $"npm is not installed: {problem.Message}";
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
