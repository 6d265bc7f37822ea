using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Grants;

/// <summary><c>grants</c>: what was approved for the future.</summary>
internal sealed class GrantsCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("grants", "List and take back what was approved for the future")
    {
        new GrantsListCommand().Build(common),
        new GrantsRevokeCommand().Build(common),
        new GrantsRuleCommand().Build(common),
    };
}
