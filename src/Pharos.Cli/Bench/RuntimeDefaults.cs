using System.Diagnostics;

namespace Pharos.Cli.Bench;

/// <summary>
/// Runs this program with the runtime's own settings. The shipped program switches profile-guided compilation off, so that a gate is fast from its first decisions; a library
/// is measured in a process as others would have it.
/// </summary>
internal static class RuntimeDefaults
{
    private const string Setting = "DOTNET_TieredPGO";

    /// <summary>Whether this process has the runtime's own settings, or was given others by the environment.</summary>
    public static bool Hold => !AppContext.TryGetSwitch("System.Runtime.TieredPGO", out var isOn) || isOn || Environment.GetEnvironmentVariable(Setting) is not null;

    /// <summary>Runs the program again with the same streams, and gives its exit status.</summary>
    public static async Task<int> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(RuntimeDefaults).Assembly.Location, .. arguments]) { UseShellExecute = false };
        start.Environment[Setting] = "1";
        using var process = Process.Start(start) ?? throw new IOException("The program could not be started again.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode;
    }
}
