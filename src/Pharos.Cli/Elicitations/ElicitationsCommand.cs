using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Elicitations;

/// <summary><c>elicitations</c>: what agents ask people, and each other.</summary>
internal sealed class ElicitationsCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new ReviewAccess();
        var command = new DocumentedCommand(
            "elicitations",
            "See what you are asked, and answer it",
            "pharos elicitations list --token-file anna.token",
            "pharos elicitations respond 1f3a99c0 --content '{\"branch\":\"main\"}' --token-file anna.token")
        {
            new ElicitationListCommand(access).Build(common),
            new ElicitationShowCommand(access).Build(common),
            new ElicitationRespondCommand(access).Build(common),
            new ElicitationEndCommand(access, "decline", "Decline to answer; whoever asked gets the reason").Build(common),
            new ElicitationEndCommand(access, "cancel", "Take a question of yours back, or put one away without an answer").Build(common),
        };
        access.AddTo(command);
        return command;
    }
}
