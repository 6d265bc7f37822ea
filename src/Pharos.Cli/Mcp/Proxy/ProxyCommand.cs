using System.CommandLine;
using System.Runtime.InteropServices;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary><c>mcp proxy</c>: puts the gate before any MCP server.</summary>
internal sealed class ProxyCommand : ICommandSpecification
{
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "The server's command and its arguments, after --", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _url = new("--url") { Description = "The server's address, for one that speaks streamable HTTP", HelpName = "URL" };
    private readonly Option<string[]> _headers = new("--header") { Description = "A header for the server, NAME: VALUE; a value $NAME is taken from the environment", HelpName = "HEADER" };
    private readonly Option<string?> _name = new("--name") { Description = "The server's name in proposals: mcp__NAME__tool (default: the package or program, where the command names one)", HelpName = "NAME" };
    private readonly Option<string?> _agent = new("--agent") { Description = "The agent whose token \"hook install\" made", HelpName = "NAME" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"File with the agent's token (default: {ReviewAccess.TokenVariable})", HelpName = "FILE" };
    private readonly Option<string?> _gate = new("--gate") { Description = "The gate's address, for accounts that cannot open its socket", HelpName = "URL" };
    private readonly Option<string?> _workspace = new("--workspace") { Description = "The workspace folder (default: here)", HelpName = "DIR" };
    private readonly Option<string?> _session = new("--session") { Description = "The agent's session, where it has a name", HelpName = "NAME" };
    private readonly Option<string> _wait = new("--wait") { Description = "How long a call waits for a person", HelpName = "TIME", DefaultValueFactory = _ => "50s" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "proxy",
            "Put the gate before an MCP server: every call and every result is decided first, and what the server says of its tools is pinned",
            "pharos mcp proxy --agent claude-code -- npx -y @modelcontextprotocol/server-filesystem .",
            "pharos mcp proxy --agent claude-code --name tickets --url https://tickets.example/mcp --header 'Authorization: $TICKETS_TOKEN'",
            "pharos mcp proxy --token-file agent.token --wait 5m -- my-server --stdio")
        {
            _command, _url, _headers, _name, _agent, _tokenFile, _gate, _workspace, _session, _wait,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var words = call.Value(_command) ?? [];
        Uri? url = null;
        if (call.Value(_url) is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out url) && url.Scheme is "http" or "https"))
        {
            return call.Misuse("--url is an address such as https://server.example/mcp.");
        }

        if ((words.Length == 0) == (url is null))
        {
            return call.Misuse("Name one server: its command after --, or its address with --url.");
        }

        if (!Duration.TryParse(call.Value(_wait)!, out var wait))
        {
            return call.Misuse($"--wait is {Duration.Form}.");
        }

        if ((call.Value(_name) ?? ServerName.Of(words, url)) is not { } name)
        {
            return call.Misuse("Say what the server is called, best as in the agent's settings: --name NAME. The command does not say it in a way that stays the same when an argument changes, and pins are kept under the name.");
        }

        if (ServerName.Refuse(name) is { } unfit)
        {
            return call.Misuse($"--name: {unfit}");
        }

        var (token, problem) = await McpAccess.TokenAsync(call.Data, call.Value(_agent), call.Value(_tokenFile), cancellationToken);
        var (gateUrl, wrong) = ReviewAccess.UrlOf(call.Value(_gate));
        var (headers, unread) = ProxyHeaders.Read(call.Value(_headers) ?? []);
        if ((problem ?? wrong ?? unread) is { } refusal)
        {
            return call.Fail(refusal.Code, refusal.Message);
        }

        if (token is null)
        {
            return call.Misuse($"Say as which agent: --agent NAME, --token-file FILE or {ReviewAccess.TokenVariable}. A token is made by: pharos token create --subject NAME --role agent");
        }

        var folder = Path.GetFullPath(call.Value(_workspace) ?? Environment.CurrentDirectory);
        var identity = new GateIdentity(token, folder, call.Value(_session));
        var options = new ProxyOptions { Name = name, Wait = wait, OwnWorkspace = url is null ? Path.TrimEndingDirectorySeparator(folder) : null };
        using var gate = gateUrl is null ? GateClient.OverSocket(call.Data.Socket, identity, call.Clock) : GateClient.At(gateUrl, identity, call.Clock);
        return await ServeAsync(call, words, url, headers!, gate, options, cancellationToken);
    }

    private static async Task<int> ServeAsync(
        CommandCall call, string[] words, Uri? url, IReadOnlyDictionary<string, string> headers, GateClient gate, ProxyOptions options, CancellationToken cancellationToken)
    {
        using var hangup = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        IMcpUpstream upstream;
        try
        {
            upstream = url is null ? ChildServer.Start(words, options.MaximumMessage, call.Clock) : new HttpServer(url, headers, options.MaximumMessage, call.Clock);
        }
        catch (IOException problem)
        {
            return call.Fail("server.start", problem.Message);
        }

        await using (upstream)
        {
            using var output = new MessageWriter(Console.OpenStandardOutput());
            await using var session = new ProxySession(output, upstream, gate, options, call.Error, call.Clock);
            var serving = upstream.RunAsync(session.ReceiveAsync, hangup.Token);
            var reading = session.ReadClientAsync(Console.OpenStandardInput(), hangup.Token);
            try
            {
                if (await Task.WhenAny(serving, reading) == reading && !hangup.IsCancellationRequested)
                {
                    await session.SettleAsync();
                    await upstream.CloseAsync();
                }

                var code = await serving;
                await session.EndAsync($"The server has ended (exit code {code}).");
                return code;
            }
            catch (OperationCanceledException)
            {
                return await serving;
            }
            catch (IOException)
            {
                // The client reads no more; whatever was open is of no use to anybody.
                return ExitCode.Failed;
            }
        }

        // The server is told, and its own end ends the proxy with its exit code.
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            hangup.Cancel();
        }
    }
}
