using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tokens;

/// <summary><c>token</c>: who may talk to the server.</summary>
internal sealed class TokenCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("token", "Issue, list and revoke tokens; works beside a running server and without one")
    {
        new TokenCreateCommand().Build(common),
        new TokenListCommand().Build(common),
        new TokenRevokeCommand().Build(common),
    };
}
