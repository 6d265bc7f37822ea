using System.CommandLine;
using System.Net;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Reviews;

/// <summary>
/// As whom, and to which server, a reviewer talks. Without anything the administrator's token of the data folder serves, as for every command; a verdict belongs to a person, so people
/// bring their own.
/// </summary>
internal sealed class ReviewAccess
{
    /// <summary>The environment variable that may hold the token.</summary>
    public const string TokenVariable = "PHAROS_TOKEN";

    private const int MostTokenCharacters = 8192;

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"File with your own token (default: {TokenVariable}, else the administrator's)", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _url = new("--url") { Description = "The server's address, for accounts that cannot open its socket; https unless it is this machine", HelpName = "URL", Recursive = true };

    /// <summary>Adds the options to a command; they hold for its subcommands too.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tokenFile);
        command.Options.Add(_url);
    }

    /// <summary>Runs an action over a connection as the reviewer.</summary>
    public async Task<int> RunAsync(CommandCall call, Func<ServerConnection, Task<int>> action, CancellationToken cancellationToken)
    {
        var (token, problem) = await TokenAsync(call.Value(_tokenFile), Environment.GetEnvironmentVariable(TokenVariable), cancellationToken);
        var (url, wrong) = UrlOf(call.Value(_url));
        return (problem ?? wrong) is { } refusal ? call.Fail(refusal.Code, refusal.Message)
            : url is not null && token is null ? call.Misuse($"--url needs your own token: --token-file FILE or {TokenVariable}. The administrator's stays on its machine.")
            : await ServerCommand.RunAsync(call, new ServerAccess(url, token), action, cancellationToken);
    }

    /// <summary>Reads the token: the file's, else the environment's; null for neither.</summary>
    internal static async Task<(string? Token, Problem? Problem)> TokenAsync(string? file, string? environment, CancellationToken cancellationToken)
    {
        var text = environment;
        if (file is not null)
        {
            try
            {
                text = await File.ReadAllTextAsync(file, cancellationToken);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return (null, new Problem("token.unreadable", $"The token file {file} cannot be read: {unreadable.Message}"));
            }
        }

        var token = text?.Trim();
        return string.IsNullOrEmpty(token)
            ? (null, file is null ? null : new Problem("token.unreadable", $"The token file {file} is empty."))
            : token.Length > MostTokenCharacters || token.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? (null, new Problem("token.unreadable", $"{file ?? TokenVariable} does not hold a token: one line such as \"token create\" prints."))
                : (token, null);
    }

    /// <summary>Reads the address. A token is sent in the clear to this machine only.</summary>
    internal static (Uri? Url, Problem? Problem) UrlOf(string? text) =>
        text is null ? (null, null)
        : !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.PathAndQuery != "/"
            ? (null, new Problem("url.invalid", "--url is an address such as http://127.0.0.1:8765, without a path, a query or a name in it."))
        : url.Scheme == "http" && !IsThisMachine(url) ? (null, new Problem("url.insecure", "Your token would cross the network readable by others. Use https, or a tunnel: ssh -L 8765:127.0.0.1:8765 HOST"))
        : (url, null);

    private static bool IsThisMachine(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
