using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench;

/// <summary>The proposals that are measured.</summary>
internal static class BenchProposals
{
    private static readonly AgentHost Developer = new("/home/dev", "dev");

    /// <summary>A command of a developer on another machine, whose disk is unknown.</summary>
    public static ProposalRequest Elsewhere(string command) => Command(command, "/workspace") with { Host = Developer };

    /// <summary>A command in a folder of this machine.</summary>
    public static ProposalRequest Command(string command, string workspace) => new()
    {
        Kind = ProposalKind.Command,
        Tool = "Bash",
        Input = RegoObject.Of(("command", RegoString.Of(command))),
        Workspace = workspace,
        WorkingDirectory = workspace,
    };
}
