using System.CommandLine;

namespace Pharos.Cli.Invocation;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    /// <summary>Where log, keys and configuration are.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "Data directory: log, keys, tokens, configuration",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => DefaultDataFolder,
    };

    /// <summary>One JSON document on one line instead of text.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on one line, alone on standard output", Recursive = true };

    /// <summary><c>/var/lib/pharos</c> for root, else <c>~/.local/share/pharos</c>. Never a place that an environment variable names: agents set those.</summary>
    public static string DefaultDataFolder => Environment.IsPrivilegedProcess
        ? "/var/lib/pharos"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share/pharos");
}
