using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Mcp.Pins;

/// <summary><c>mcp pins</c>: what servers say of their tools, and which of it was approved.</summary>
internal sealed class PinsCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new ReviewAccess();
        var command = new DocumentedCommand("pins", "What servers say of their tools: list it, see what changed, approve it, forget it")
        {
            new PinsListCommand(access).Build(common),
            new PinsShowCommand(access).Build(common),
            new PinsSayCommand(access, "approve", "Approve what the server says of a tool now, also where the policies refused it", "pharos mcp pins approve 5f0c9a1b --reason 'read the release notes'", "pharos mcp pins approve --server files").Build(common),
            new PinsSayCommand(access, "forget", "Let go of what is known of a tool; the next sight is taken as the first", "pharos mcp pins forget 5f0c9a1b").Build(common),
        };
        access.AddTo(command);
        return command;
    }
}
