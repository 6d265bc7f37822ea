using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Pharos.Agents.Signing;
using Pharos.Events;

namespace Pharos.Cli.Mcp.Carrier;

/// <summary>The server's end. A server that is just being started anew is waited for; one that is not there is said so.</summary>
/// <param name="client">Reaches it.</param>
/// <param name="where">Where it is, for messages.</param>
/// <param name="clock">The clock.</param>
/// <param name="key">The expert's key, with which messages are signed; null for none.</param>
internal sealed class ServerEnd(HttpClient client, string where, TimeProvider clock, string? key = null)
{
    /// <summary>How long a server that does not answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const string Path = "/mcp";
    private const int NonceBytes = 24;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What is said when nobody answers.</summary>
    public string Absent => $"No Pharos server answers at {where}. Nothing was decided, so do not act. Start it with: pharos serve";

    /// <summary>Sends a message. Dispose the response.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached, or went while it answered.</exception>
    public async Task<HttpResponseMessage> PostAsync(CarriedMessage message, Session session, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(message.Bytes) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            Describe(request, message, session);
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation(RequestSignature.Header, Sign(message.Bytes, key));
            }

            try
            {
                return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (HttpRequestException problem) when (WasNotSent(problem) && clock.GetElapsedTime(began) < Patience)
            {
                // What never left can be sent again; what did may have been done.
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    /// <summary>Listens to what the server says unasked. Dispose the response.</summary>
    public async Task<HttpResponseMessage> ListenAsync(Session session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        Describe(request, session);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(Session session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Path);
        Describe(request, session);
        using var response = await client.SendAsync(request, cancellationToken);
    }

    /// <summary>Waits a moment.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, clock, cancellationToken);

    private string Sign(byte[] body, string with)
    {
        var (time, nonce) = (clock.GetUtcNow().ToUnixTimeSeconds(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes)));
        var mac = new SignedContent("POST", Path, new Digest(SHA256.HashData(body))).MacWith(with, time, nonce);
        return string.Create(CultureInfo.InvariantCulture, $"t={time},n={nonce},v1={mac}");
    }

    private static void Describe(HttpRequestMessage request, CarriedMessage message, Session session)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (message.IsSessionless)
        {
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", CarriedMessage.HeaderOf(message.Version!));
            request.Headers.TryAddWithoutValidation("Mcp-Method", CarriedMessage.HeaderOf(message.Method ?? ""));
            if (message.Name is { } name)
            {
                request.Headers.TryAddWithoutValidation("Mcp-Name", CarriedMessage.HeaderOf(name));
            }
        }
        else if (!message.IsInitialize)
        {
            Describe(request, session);
        }
    }

    private static void Describe(HttpRequestMessage request, Session session)
    {
        if (session.Id is { } id)
        {
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", id);
        }

        if (session.Version is { } version)
        {
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
        }
    }

    /// <summary>Whether a request never left.</summary>
    public static bool WasNotSent(HttpRequestException problem) =>
        problem.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError || problem.InnerException is SocketException;

    /// <summary>A session as the server opened it.</summary>
    /// <param name="Id">Its id; null before there is one.</param>
    /// <param name="Version">The version that was agreed on.</param>
    internal sealed record Session(string? Id, string? Version)
    {
        /// <summary>Before there is one.</summary>
        public static Session None { get; } = new(null, null);
    }
}
