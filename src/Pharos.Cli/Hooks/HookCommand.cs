using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook</c>: connects coding agents to the gate.</summary>
internal sealed class HookCommand : ICommandSpecification
{
    private static readonly ICommandSpecification[] Commands =
        [new HookInstallCommand(), new HookUninstallCommand(), new HookStatusCommand(), new HookTestCommand(), new BreakGlassCommand()];

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "hook",
            "Connect a coding agent to the gate, so that everything it wants to do is decided first.",
            "pharos hook install claude-code",
            "pharos hook status claude-code",
            "pharos hook test claude-code");
        foreach (var specification in Commands)
        {
            command.Subcommands.Add(specification.Build(common));
        }

        return command;
    }
}
