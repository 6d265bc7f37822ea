using Pharos.Agents;
using Pharos.Server.Configuration;
using Pharos.Server.Events;

namespace Pharos.Server;

/// <summary>What a start of the server is told from outside; everything else stands in the configuration.</summary>
public sealed record ServerOptions
{
    /// <summary>The data folder: an absolute path. Made when it is missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>A configuration file to use instead of <c>pharos.yaml</c> in the data folder. Default: none.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>A TCP port that wins over the configuration; 0 takes a free one. Default: the configuration's.</summary>
    public int? Port { get; init; }

    /// <summary>Where the log is, when that is not the configuration's to say. Default: the configuration's.</summary>
    public StoreSettings? Store { get; init; }

    /// <summary>Folder of the program, which holds the default policies. Default: where this assembly stands.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Environment variables that may set configuration (<c>PHAROS_…</c>). Default: none, so that a test is not changed by its surroundings.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The account the server runs under, which agents that are not registered are taken to share. Default: this process's.</summary>
    public AgentHost Account { get; init; } = new(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), System.Environment.UserName);

    /// <summary>How streams of events behave; tests make them hurry.</summary>
    internal StreamOptions Streams { get; init; } = new();
}
