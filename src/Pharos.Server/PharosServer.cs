using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Server.Configuration;
using Pharos.Server.Events;
using Pharos.Server.Hooks;
using Pharos.Server.Logging;
using Pharos.Storage.Postgres;
using Pharos.Storage.Sqlite;

namespace Pharos.Server;

/// <summary>A running server. Made by <see cref="StartAsync(ServerOptions, TimeProvider, CancellationToken)"/>; disposing it drains requests in flight and closes the log.</summary>
public sealed class PharosServer : IAsyncDisposable
{
    private readonly ServerParts _parts;
    private readonly WebApplication _application;
    private readonly ILoggerFactory _loggers;
    private bool _isDisposed;

    private PharosServer(ServerParts parts, WebApplication application, ILoggerFactory loggers, IPEndPoint endpoint, string? firstAdminToken)
    {
        _parts = parts;
        _application = application;
        _loggers = loggers;
        Url = new UriBuilder(Uri.UriSchemeHttp, endpoint.Address.ToString(), endpoint.Port).Uri;
        FirstAdminToken = firstAdminToken;
        // Somebody who waits for a verdict would hold the server until its drain time is over.
        application.Lifetime.ApplicationStopping.Register(parts.Reviews.Calls.End);
        ServerWork.Start(parts.Work, parts);
    }

    /// <summary>Version of the program.</summary>
    public static string Version { get; } = typeof(PharosServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Where the server listens.</summary>
    public Uri Url { get; }

    /// <summary>The Unix socket it listens on too.</summary>
    public string SocketPath => _parts.Data.Socket;

    /// <summary>The token of the first administrator, on the first start of a data folder only; it is also in <c>tokens/admin.token</c> there.</summary>
    public string? FirstAdminToken { get; }

    internal ServerParts Parts => _parts;

    /// <summary>Starts a server on a data folder.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ServerStartException">It cannot start; code and message say why.</exception>
    public static Task<PharosServer> StartAsync(ServerOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(options, OpenStoreAsync, clock, cancellationToken);

    /// <summary>Waits until SIGTERM, SIGINT or a stop was asked for. Dispose the server then.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stopping = _application.Lifetime.ApplicationStopping.Register(asked.SetResult);
        await using var cancelled = cancellationToken.Register(() => asked.TrySetResult());
        await asked.Task;
    }

    /// <summary>Answers requests in flight (for as long as <c>server.drain</c>), then closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        var logger = _loggers.CreateLogger<PharosServer>();
        logger.Stopping(_parts.Configuration.Server.Drain.TotalSeconds);
        using (var deadline = new CancellationTokenSource(_parts.Configuration.Server.Drain, _parts.Clock))
        {
            await _application.StopAsync(deadline.Token);
        }

        await _application.DisposeAsync();

        // After the last request, so that what the work does at its end (the last checkpoint) covers every answer given.
        await _parts.Work.DisposeAsync();
        await _parts.DisposeAsync();
        File.Delete(SocketPath);
        logger.Stopped();
        _loggers.Dispose();
    }

    internal static async Task<PharosServer> StartAsync(
        ServerOptions options,
        Func<DataFolder, PharosConfiguration, TimeProvider, CancellationToken, Task<IEventStore>> openStore,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var data = new DataFolder(Path.GetFullPath(options.DataFolder));
        var configuration = ReadConfiguration(options, data);
        if (Encoding.UTF8.GetByteCount(data.Socket) > WebHost.MaximumSocketPathBytes)
        {
            throw new ServerStartException("socket.path", $"The socket's path {data.Socket} is longer than {WebHost.MaximumSocketPathBytes} bytes. Use a data folder with a shorter path.");
        }

        CreateFolders(data);
        var loggers = WebHost.CreateLoggers(configuration.Log, clock);
        IEventStore? store = null;
        Socket? listener = null;
        ServerParts? parts = null;
        try
        {
            store = await OpenStoreAsync(openStore, data, configuration, clock, cancellationToken);
            var log = new ObservedEventLog(store.Log, clock);

            await BreakGlass.ImportAsync(log, data.Root, clock, cancellationToken);

            // Under the lock that opening the log took, so the socket can only be what a dead server left.
            File.Delete(data.Socket);
            listener = Bind(configuration.Server);
            var endpoint = (IPEndPoint)listener.LocalEndPoint!;
            parts = await ServerAssembly.OpenAsync(options, data, configuration, store, log, endpoint.Port, clock, loggers, cancellationToken);
            var firstToken = await ServerAssembly.EnsureAdminTokenAsync(parts, cancellationToken);
            var application = WebHost.Build(parts, listener);
            await application.StartAsync(cancellationToken);
            File.SetUnixFileMode(data.Socket, DataFolder.SecretMode);
            foreach (var token in parts.Tokens.Misnamed)
            {
                loggers.CreateLogger<PharosServer>().TokenMisnamed(token.Claims.Id, token.Claims.Subject);
            }

            var server = new PharosServer(parts, application, loggers, endpoint, firstToken);
            loggers.CreateLogger<PharosServer>().Started(Version, server.Url.ToString(), data.Socket, parts.Policies.Active.Version);
            return server;
        }
        catch
        {
            listener?.Dispose();
            if (parts is not null)
            {
                await parts.DisposeAsync();
            }
            else if (store is not null)
            {
                await store.DisposeAsync();
            }

            loggers.Dispose();
            throw;
        }
    }

    private static PharosConfiguration ReadConfiguration(ServerOptions options, DataFolder data)
    {
        switch (ConfigurationReader.Read(data, options.ConfigurationFile, options.Environment))
        {
            case ConfigurationOutcome.Loaded { Configuration: var loaded }:
                return loaded with { Server = loaded.Server with { Port = options.Port ?? loaded.Server.Port }, Store = options.Store ?? loaded.Store };
            case ConfigurationOutcome.Invalid invalid:
                throw new ServerStartException("config.invalid", $"The configuration has {invalid.Problems.Count} problem(s):\n{string.Join('\n', invalid.Problems)}");
            default:
                throw new InvalidOperationException("A configuration outcome without a case.");
        }
    }

    private static void CreateFolders(DataFolder data)
    {
        try
        {
            data.Create();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException("data.unusable", $"The data folder {data.Root} cannot be written: {problem.Message}", problem);
        }
    }

    private static async Task<IEventStore> OpenStoreAsync(
        Func<DataFolder, PharosConfiguration, TimeProvider, CancellationToken, Task<IEventStore>> open,
        DataFolder data,
        PharosConfiguration configuration,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        try
        {
            return await open(data, configuration, clock, cancellationToken);
        }
        catch (EventLogUnavailableException unavailable)
        {
            throw new ServerStartException(unavailable.Code, unavailable.Message, unavailable);
        }
    }

    private static Socket Bind(ServerSettings settings)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(settings.Bind), settings.Port);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Bound here and not by the host, so that the port is known (0 takes a free one) before the gate is told to protect it.
            socket.Bind(endpoint);
            return socket;
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new ServerStartException("port.in-use", $"{endpoint} cannot be listened on: {problem.Message}. Is another server running? Choose another with --port.", problem);
        }
    }

    private static async Task<IEventStore> OpenStoreAsync(DataFolder data, PharosConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken) =>
        configuration.Store.Postgres is { } address
            ? await PostgresEventStore.OpenAsync(address, data.Root, clock, cancellationToken)
            : await SqliteEventStore.OpenAsync(data.Log, clock, cancellationToken);
}
