using System.CommandLine;
using Pharos.Agents;
using Pharos.Cli.Connection;
using Pharos.Cli.Hooks;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Mcp;

/// <summary>As which agent, and to which server. There is no default: an agent that got the administrator's token by leaving something out could approve what it proposes.</summary>
internal sealed class McpAccess
{
    private const string HeaderStart = "Authorization: Bearer ";

    private readonly Option<string?> _agent = new("--agent") { Description = "The agent's name, whose token \"hook install\" keeps in the data directory", HelpName = "NAME" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"File with the agent's token (default: {ReviewAccess.TokenVariable})", HelpName = "FILE" };
    private readonly Option<string?> _url = new("--url") { Description = "The server's address, where its socket cannot be opened; https unless it is this machine", HelpName = "URL" };

    private readonly Option<string?> _keyFile = new("--key-file") { Description = "File with the key that \"experts register\" printed, for agents that take tasks: messages are signed with it", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_agent);
        command.Options.Add(_tokenFile);
        command.Options.Add(_keyFile);
        command.Options.Add(_url);
    }

    /// <summary>Runs an action as the agent.</summary>
    public async Task<int> RunAsync(CommandCall call, Func<ServerAccess, string, string?, Task<int>> action, CancellationToken cancellationToken)
    {
        var (token, problem) = await TokenAsync(call.Data, call.Value(_agent), call.Value(_tokenFile), cancellationToken);
        var (url, wrong) = ReviewAccess.UrlOf(call.Value(_url));
        var (key, unreadable) = await ReviewAccess.TokenAsync(call.Value(_keyFile), null, cancellationToken);
        return (problem ?? wrong ?? unreadable) is { } refusal ? call.Fail(refusal.Code, refusal.Message)
            : token is null ? call.Misuse($"Say as which agent: --agent NAME, --token-file FILE or {ReviewAccess.TokenVariable}. A token is made by: pharos token create --subject NAME --role agent")
            : await action(new ServerAccess(url, token), token, key);
    }

    /// <summary>The token of an agent by its name, of a file, or of the environment; null where none is named.</summary>
    public static Task<(string? Token, Problem? Problem)> TokenAsync(DataFolder data, string? agent, string? file, CancellationToken cancellationToken) => agent is not null
        ? OfAgentAsync(data, agent, cancellationToken)
        : ReviewAccess.TokenAsync(file, Environment.GetEnvironmentVariable(ReviewAccess.TokenVariable), cancellationToken);

    private static async Task<(string? Token, Problem? Problem)> OfAgentAsync(DataFolder data, string agent, CancellationToken cancellationToken)
    {
        if (!TokenClaims.IsSubject(agent))
        {
            return (null, new Problem("agent.id", "--agent is 1 to 128 letters, digits and . _ - @ :"));
        }

        var path = HookToken.PathIn(data, agent);
        if (!File.Exists(path))
        {
            return (null, new Problem("token.unreadable", $"There is no token of {agent} in {data.Tokens}. Make one with \"pharos hook install {agent}\", or with \"pharos token create --subject {agent} --role agent\" and give it by --token-file."));
        }

        var line = await File.ReadAllTextAsync(path, cancellationToken);
        return line.StartsWith(HeaderStart, StringComparison.Ordinal)
            ? await ReviewAccess.TokenAsync(null, line[HeaderStart.Length..], cancellationToken)
            : (null, new Problem("token.unreadable", $"{path} does not hold a token."));
    }
}
