using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Policies;

/// <summary><c>policy</c>: work on policies, with the habits of <c>opa</c>; only diff, activate, rollback and history ask a server.</summary>
internal sealed class PolicyCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("policy", "Evaluate, test, check, pack and activate Rego policies")
    {
        new PolicyEvalCommand().Build(common),
        new PolicyTestCommand().Build(common),
        new PolicyCheckCommand().Build(common),
        new PolicyFormatCommand().Build(common),
        new PolicyDepsCommand().Build(common),
        new PolicyBenchCommand().Build(common),
        new PolicyConformanceCommand().Build(common),
        new PolicyBuildCommand().Build(common),
        new PolicySignCommand().Build(common),
        new PolicyInspectCommand().Build(common),
        new PolicyDiffCommand().Build(common),
        new PolicyActivateCommand().Build(common),
        new PolicyRollbackCommand().Build(common),
        new PolicyHistoryCommand().Build(common),
    };
}
