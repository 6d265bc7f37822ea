using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Experts;

/// <summary><c>experts</c>: the agents that others can ask, and what they have to do.</summary>
internal sealed class ExpertsCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new ReviewAccess();
        var command = new DocumentedCommand(
            "experts",
            "See, register and suspend the agents that judge and work for others",
            "pharos experts list",
            "pharos experts register --id sec-1 --kinds judge --capabilities security > sec-1.key",
            "pharos experts suspend sec-1 --reason 'approves everything'")
        {
            new ExpertsListCommand(access).Build(common),
            new ExpertsShowCommand(access).Build(common),
            new ExpertsRegisterCommand(access).Build(common),
            new ExpertsStepCommand(access, "suspend", "Keep an expert from tasks; those it has go to others").Build(common),
            new ExpertsStepCommand(access, "resume", "Give an expert tasks again").Build(common),
            new ExpertsInboxCommand(access).Build(common),
        };
        access.AddTo(command);
        return command;
    }
}
