using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Collaborations;

/// <summary><c>collaborations</c>: the sessions in which agents work together.</summary>
internal sealed class CollaborationsCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new ReviewAccess();
        var command = new DocumentedCommand(
            "collaborations",
            "Look at the sessions in which agents work together, and remove agents from them",
            "pharos collaborations list",
            "pharos collaborations show 1f3a99c0",
            "pharos collaborations tail 1f3a99c0",
            "pharos collaborations remove 1f3a99c0 ben --reason 'off topic'")
        {
            new CollaborationListCommand(access).Build(common),
            new CollaborationShowCommand(access).Build(common),
            new CollaborationTailCommand(access).Build(common),
            new CollaborationRemoveCommand(access).Build(common),
        };
        access.AddTo(command);
        return command;
    }
}
