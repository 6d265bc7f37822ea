using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Pharos.Agents.Signing;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;
using Pharos.Server;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Connection;

/// <summary>
/// Talks to the server of a data directory over its Unix socket with the administrator's token, so that whoever may read that token may do this and nobody else. Where none
/// runs, one is started inside this process for the length of the command: it holds the same lock and obeys the same rules.
/// </summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly PharosServer? _own;

    private ServerConnection(HttpClient client, PharosServer? own)
    {
        _client = client;
        _own = own;
    }

    /// <summary>Signs what <see cref="SendAsync"/> sends, for an expert; null for nobody else.</summary>
    public RequestSigner? Signer { get; set; }

    /// <summary>True when no server was running.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Connects, or starts a server where none runs.</summary>
    /// <exception cref="ServerStartException">There is none and none can be started, or its token cannot be read.</exception>
    public static Task<ServerConnection> OpenAsync(CommandCall call, CancellationToken cancellationToken) => OpenAsync(call, ServerAccess.Administrator, cancellationToken);

    /// <summary>Connects as somebody, or starts a server where none runs.</summary>
    /// <exception cref="ServerStartException">There is none and none can be started, or the token cannot be read.</exception>
    public static async Task<ServerConnection> OpenAsync(CommandCall call, ServerAccess access, CancellationToken cancellationToken)
    {
        if (access.Url is { } url)
        {
            return new ServerConnection(Client(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }, url, access.Token!), null);
        }

        if (await ConnectAsync(call, access, cancellationToken) is { } running)
        {
            return running;
        }

        if (access.Token is not null)
        {
            throw new ServerStartException("server.unreachable", $"No server answers at {call.Data.Socket}. Start it with: pharos serve; or name it with --data DIR or --url URL.");
        }

        var options = new ServerOptions
        {
            DataFolder = call.Data.Root,
            Port = 0,
            // Its coming and going is no news to whoever typed a command.
            Environment = new Dictionary<string, string> { ["PHAROS_LOG_LEVEL"] = "warning" },
        };
        var own = await PharosServer.StartAsync(options, call.Clock, cancellationToken);
        return new ServerConnection(Client(call.Data, access.Token ?? ReadToken(call.Data)), own);
    }

    /// <summary>Connects to a server that runs; null where none does.</summary>
    /// <exception cref="ServerStartException">One runs, but its token cannot be read.</exception>
    public static Task<ServerConnection?> ConnectAsync(CommandCall call, CancellationToken cancellationToken) => ConnectAsync(call, ServerAccess.Administrator, cancellationToken);

    private static async Task<ServerConnection?> ConnectAsync(CommandCall call, ServerAccess access, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(call.Data.Socket), cancellationToken);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ServerStartException("data.denied", $"{call.Data.Socket} belongs to another account. Run this as the account that runs the server.", problem);
        }
        catch (Exception problem) when (problem is SocketException or ArgumentException)
        {
            return null;
        }

        return new ServerConnection(Client(call.Data, access.Token ?? ReadToken(call.Data)), null);
    }

    /// <summary>A client of a server that may come and go, for who holds calls open for long. Dispose it.</summary>
    public static HttpClient OpenClient(DataFolder data, ServerAccess access, string token)
    {
        var client = access.Url is { } url ? Client(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }, url, token) : Client(data, token);
        client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        return client;
    }

    /// <summary>Makes a request.</summary>
    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">A JSON body, or null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ServerReply> SendAsync(HttpMethod method, string path, RegoValue? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJson(), Encoding.UTF8, "application/json");
        }

        if (Signer is not null)
        {
            request.Headers.Add(RequestSignature.Header, Signer.Sign(method.Method, path, body is null ? default : Encoding.UTF8.GetBytes(body.ToJson())));
        }

        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return await ReadReplyAsync(response, cancellationToken);
        }
        catch (HttpRequestException problem)
        {
            throw new ServerStartException("server.unreachable", $"The server does not answer: {problem.Message}", problem);
        }
    }

    /// <summary>Opens an answer that does not end. Dispose the response.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="lastEventId">The last event that was seen, or null.</param>
    /// <param name="cancellationToken">Gives up before the answer has begun.</param>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends bytes and opens the answer as soon as it begins. Dispose the response.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancellationToken">Gives up before the answer has begun.</param>
    public async Task<HttpResponseMessage> UploadAsync(string path, byte[]? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        }

        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException problem)
        {
            throw new ServerStartException("server.unreachable", $"The server does not answer: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the document of a reply.</summary>
    public static async Task<ServerReply> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var document = RegoValue.TryParseJson(bytes, out var value, out _) ? value as RegoObject : null;
        return new ServerReply((int)response.StatusCode, document ?? RegoObject.Empty);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private static HttpClient Client(DataFolder data, string token)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(data.Socket), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return Client(handler, new Uri("http://localhost/"), token);
    }

    private static HttpClient Client(SocketsHttpHandler handler, Uri address, string token)
    {
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static string ReadToken(DataFolder data)
    {
        try
        {
            return File.ReadAllText(data.AdminToken).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException("token.unreadable", $"The administrator's token {data.AdminToken} cannot be read: {problem.Message}", problem);
        }
    }
}
