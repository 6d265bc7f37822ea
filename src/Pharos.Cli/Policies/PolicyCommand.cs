using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Policies;

/// <summary><c>policy</c>: work on policies without a server, with the habits of <c>opa</c>.</summary>
internal sealed class PolicyCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("policy", "Evaluate, test and check Rego policies; needs no server")
    {
        new PolicyEvalCommand().Build(common),
        new PolicyTestCommand().Build(common),
        new PolicyCheckCommand().Build(common),
        new PolicyConformanceCommand().Build(common),
    };
}
