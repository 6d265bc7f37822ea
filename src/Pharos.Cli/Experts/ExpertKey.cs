using System.CommandLine;
using Pharos.Agents.Signing;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;

namespace Pharos.Cli.Experts;

/// <summary>The key that an expert's own requests are signed with, in a file.</summary>
internal sealed class ExpertKey
{
    private const int MostCharacters = 1024;

    private readonly Option<string?> _file = new("--key-file") { Description = "File with the expert's key, for requests in its own name", HelpName = "FILE" };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_file);

    /// <summary>Runs an action over a connection that signs where a key was given.</summary>
    public async Task<int> RunAsync(CommandCall call, ReviewAccess access, Func<ServerConnection, Task<int>> action, CancellationToken cancellationToken)
    {
        var (key, problem) = await ReadAsync(call.Value(_file), cancellationToken);
        return problem is not null
            ? call.Fail(problem.Code, problem.Message)
            : await access.RunAsync(
                call,
                connection =>
                {
                    connection.Signer = key is null ? null : new RequestSigner(key, call.Clock);
                    return action(connection);
                },
                cancellationToken);
    }

    private static async Task<(string? Key, Problem? Problem)> ReadAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return (null, null);
        }

        try
        {
            var key = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            return key.Length is 0 or > MostCharacters || key.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? (null, new Problem("key.unreadable", $"The key file {file} does not hold a key: one line as \"experts register\" prints it."))
                : (key, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new Problem("key.unreadable", $"The key file {file} cannot be read: {unreadable.Message}"));
        }
    }
}
