using System.ComponentModel;
using System.Diagnostics;

namespace Pharos.Cli.Tests.Mcp;

/// <summary>Packages of others, installed once from a committed lock file into a folder that is kept between runs.</summary>
internal static class NpmPackages
{
    // What the pinned packages say they need at least; Debian 12 brings 18, which starts some of them and breaks in the middle.
    private const int NodeMajor = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>The folder that the packages of a list are installed in.</summary>
    public static string FolderOf(string name)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "pharos-tests", name);
    }

    /// <summary>Installs what a folder's lock file lists; gives back why that could not be, null when the packages are there.</summary>
    public static async Task<string?> InstallAsync(string source, string name)
    {
        if (!Directory.Exists(source))
        {
            return "the sources of the tests are not here, and with them the list of packages";
        }

        await One.WaitAsync();
        try
        {
            var folder = Directory.CreateDirectory(FolderOf(name)).FullName;
            var done = Path.Combine(folder, "installed.lock");
            var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
            foreach (var file in Directory.EnumerateFiles(source))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }

            if (await NodeIsMissingAsync(folder) is { } missing)
            {
                return missing;
            }

            if (File.Exists(done) && await File.ReadAllTextAsync(done) == wanted)
            {
                return null;
            }

            var (code, _, error) = await RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            if (code != 0)
            {
                return $"npm ci ended with {code}: {error.Split('\n').FirstOrDefault(line => line.Contains("ERR", StringComparison.OrdinalIgnoreCase))}";
            }

            // Written last: an installation that was cut short is begun anew.
            await File.WriteAllTextAsync(done, wanted);
            return null;
        }
        finally
        {
            One.Release();
        }
    }

    /// <summary>Runs a program in a folder to its end, for four minutes at most.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
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
                await process.WaitForExitAsync();
            }

            return (process.ExitCode, await output, await error);
        }
        catch (Win32Exception problem)
        {
            return (127, "", $"ERR {program} is not installed: {problem.Message}");
        }
    }

    private static async Task<string?> NodeIsMissingAsync(string folder)
    {
        var (code, version, _) = await RunAsync(folder, "node", "--version");
        return code != 0 ? "node is not installed"
            : int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= NodeMajor ? null
            : $"node {NodeMajor} or newer is needed, and {version.Trim()} is here";
    }
}
