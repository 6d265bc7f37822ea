using Pharos.Cli.Invocation;
using Pharos.Server;

namespace Pharos.Cli.Connection;

/// <summary>Runs a command that needs the server, and turns its problems into exit codes.</summary>
internal static class ServerCommand
{
    /// <summary>Runs an action over a connection.</summary>
    /// <param name="call">The run of the command.</param>
    /// <param name="action">What to do; returns the exit code.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<int> RunAsync(CommandCall call, Func<ServerConnection, Task<int>> action, CancellationToken cancellationToken) =>
        RunAsync(call, ServerAccess.Administrator, action, cancellationToken);

    /// <summary>Runs an action over a connection as somebody.</summary>
    public static async Task<int> RunAsync(CommandCall call, ServerAccess access, Func<ServerConnection, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ServerConnection.OpenAsync(call, access, cancellationToken);
            return await action(connection);
        }
        catch (ServerStartException problem)
        {
            return call.Fail(problem.Code, problem.Message);
        }
    }
}
