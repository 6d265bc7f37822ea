using System.Net.Http.Headers;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A session as the server gave it, and how requests of it look. A session that ends is replaced by another one, so what was sent under which is known.</summary>
/// <param name="Id">Its id; null for a server without sessions, and before one has begun.</param>
/// <param name="Version">The protocol's version that was agreed upon; null before.</param>
/// <param name="Began">The request that began it; null before.</param>
internal sealed record HttpSession(string? Id, string? Version, JsonRpcMessage? Began)
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";

    /// <summary>Before a session has begun.</summary>
    public static HttpSession None { get; } = new(null, null, null);

    /// <summary>The session that an answer to <c>initialize</c> begins.</summary>
    public static HttpSession Of(JsonRpcMessage asked, HttpResponseMessage response, JsonRpcMessage answer) =>
        new(response.Headers.TryGetValues(SessionHeader, out var given) ? given.FirstOrDefault() : null, JsonRpcMessage.Text(answer.Result, "protocolVersion"), asked);

    /// <summary>A request in this session.</summary>
    public HttpRequestMessage Request(HttpMethod method, JsonRpcMessage? message, HttpHeaderNames names)
    {
        var request = new HttpRequestMessage(method, (Uri?)null);
        if (method != HttpMethod.Get)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (Id is not null)
        {
            request.Headers.TryAddWithoutValidation(SessionHeader, Id);
        }

        if ((message is null ? null : HttpHeaderNames.VersionOf(message)) is { } said)
        {
            request.Headers.TryAddWithoutValidation(VersionHeader, said);
            names.AddTo(request.Headers, message!);
        }
        else if (Version is not null)
        {
            request.Headers.TryAddWithoutValidation(VersionHeader, Version);
        }

        if (message is not null)
        {
            request.Content = new ByteArrayContent(message.Raw.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    /// <summary>The request that begins a session like this one, with an id that no client's request has.</summary>
    public static JsonRpcMessage BeginLike(JsonRpcMessage began, TimeProvider clock)
    {
        var bytes = Replies.With(began.Body, "id", json => json.WriteStringValue($"pharos-begin-{Guid.CreateVersion7(clock.GetUtcNow()):N}"));
        return ((JsonRpcReading.Messages)JsonRpcMessage.Read(bytes)).All[0];
    }
}
