using System.Collections;
using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Server;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Serving;

/// <summary><c>serve</c>: runs the server until it is told to stop.</summary>
internal sealed class ServeCommand : ICommandSpecification
{
    private readonly Option<int?> _port = new("--port") { Description = "TCP port on the loopback address; 0 takes a free one (default 8765)", HelpName = "N" };
    private readonly Option<FileInfo?> _config = new("--config") { Description = "Configuration file (default: pharos.yaml in the data directory)", HelpName = "FILE" };
    private readonly Option<string?> _store = new("--store") { Description = "Where the log is: sqlite (default: in the data directory) or postgres://user@host/database; a password belongs in store.url or PHAROS_STORE_URL", HelpName = "STORE" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 65535)
            {
                result.AddError("--port is a number from 0 to 65535.");
            }
        });
        var command = new DocumentedCommand(
            "serve",
            "Run the server: HTTP on the loopback address and a Unix socket in the data directory. The first run prints the administrator's token.",
            "pharos serve",
            "pharos serve --port 9000 --data /srv/pharos",
            "pharos serve --config /etc/pharos.yaml",
            "pharos serve --store postgres://pharos@db1,db2/pharos?sslmode=verify-full")
        {
            _port, _config, _store,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        StoreSettings? store = null;
        if (call.Value(_store) is { } given && (store = StoreSettings.Read(given, out var expected)) is null)
        {
            return call.Fail("store.invalid", $"--store is {StoreSettings.Sqlite}, or {expected}.");
        }

        var options = new ServerOptions
        {
            DataFolder = call.Data.Root,
            ConfigurationFile = call.Value(_config)?.FullName,
            Port = call.Value(_port),
            Store = store,
            Environment = PharosVariables(),
        };
        try
        {
            await using var server = await PharosServer.StartAsync(options, call.Clock, cancellationToken);
            Announce(call, server);

            // Whoever started the server waits for these lines.
            await call.Output.FlushAsync(cancellationToken);
            await server.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Ok;
        }
        catch (ServerStartException problem)
        {
            return call.Fail(problem.Code, problem.Message);
        }
    }

    private static void Announce(CommandCall call, PharosServer server)
    {
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("url", server.Url.ToString());
                json.WriteString("socket", server.SocketPath);
                json.WriteString("data", call.Data.Root);
                json.WriteNumber("pid", Environment.ProcessId);
                json.WriteString("token", server.FirstAdminToken);
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine($"Pharos {PharosServer.Version} listens on {server.Url}");
            call.Output.WriteLine($"Data: {call.Data.Root}");
            if (server.FirstAdminToken is { } token)
            {
                call.Output.WriteLine($"The administrator's token, shown this once (it is also in {call.Data.AdminToken}):");
                call.Output.WriteLine(token);
            }

            call.Output.WriteLine("Put a coding agent under the gate with: pharos hook install claude-code");
        }
    }

    private static Dictionary<string, string> PharosVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith("PHAROS_", StringComparison.Ordinal) && (string)entry.Key is not ("PHAROS_REBUILD" or "PHAROS_CORPORA"))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
