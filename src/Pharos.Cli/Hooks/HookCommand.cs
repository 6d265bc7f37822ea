using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook</c>: connects coding agents to the gate.</summary>
internal sealed class HookCommand(IReadOnlyList<IAgentHooks> agents) : ICommandSpecification
{
    private readonly ICommandSpecification[] _commands =
        [new HookInstallCommand(agents), new HookUninstallCommand(agents), new HookStatusCommand(agents), new HookTestCommand(agents), new BreakGlassCommand()];

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "hook",
            "Connect a coding agent to the gate, so that everything it wants to do is decided first.",
            "pharos hook install claude-code",
            "pharos hook install codex",
            "pharos hook status gemini",
            "pharos hook test cursor");
        foreach (var specification in _commands)
        {
            command.Subcommands.Add(specification.Build(common));
        }

        return command;
    }
}
