using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Agents.Signing;
using Pharos.Server.Events;
using Pharos.Server.Http;
using Pharos.Server.Mcp.Tools;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Transport;

/// <summary>
/// The Model Context Protocol over HTTP: every message of a client is a POST, answered by one message or a stream of them. Clients of 2026-07-28 have no session; older ones open one
/// by <c>initialize</c>, may listen by GET and end it by DELETE.
/// </summary>
internal sealed class McpEndpoint(McpHost host, ClientSessions sessions, StreamSeats seats, TokenWatch watch)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";

    public void Map(RouteMap routes)
    {
        routes.Map("POST", Path, PostAsync);
        routes.Map("GET", Path, ListenAsync);
        routes.Map("DELETE", Path, EndAsync);
    }

    private async Task PostAsync(HttpContext context)
    {
        if (!Accepts(context.Request, Json) || !Accepts(context.Request, EventStream))
        {
            await RpcFailure.Of(StatusCodes.Status406NotAcceptable, McpErrorCode.InvalidRequest, $"Send Accept: {Json}, {EventStream}.").WriteAsync(context, null);
            return;
        }

        var (message, failure) = await RequestBody.ReadAsync(context, static body => MessageReader.Read(body));
        if ((failure ?? MessageHeaders.Check(context.Request, message!)) is { } refusal)
        {
            await refusal.WriteAsync(context, message);
            return;
        }

        message!.Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?>() };
        if (context.Request.Headers[MessageHeaders.Version].ToString() is { Length: > 0 } version)
        {
            message.Context.ProtocolVersion = version;
        }

        if (context.Request.Headers.ContainsKey(RequestSignature.Header))
        {
            // A signature that is there was found good before this was reached.
            message.Context.Items[ToolCall.SignedKey] = true;
        }

        await (MessageHeaders.IsSessionless(context.Request) ? PostOnceAsync(context, message) : PostToSessionAsync(context, message));
    }

    private async Task PostOnceAsync(HttpContext context, JsonRpcMessage message)
    {
        var isListening = message is JsonRpcRequest { Method: RequestMethods.SubscriptionsListen };
        var (seat, problem) = isListening ? seats.Take(Admission.Of(context).TokenId) : (null, null);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        using (seat)
        await using (var transport = new StreamableHttpServerTransport(host.Loggers) { Stateless = true })
        await using (var server = host.Create(transport, Admission.Of(context)))
        {
            using var done = new CancellationTokenSource();
            var running = server.RunAsync(done.Token);
            await AnswerAsync(context, transport, message, isListening);
            await done.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PostToSessionAsync(HttpContext context, JsonRpcMessage message)
    {
        if (message is JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            await OpenAsync(context, message);
            return;
        }

        var (taken, failure) = Take(context);
        if (taken is not { } found)
        {
            await failure!.WriteAsync(context, message);
            return;
        }

        using (found.Use)
        {
            context.Response.Headers[MessageHeaders.Session] = found.Session.Id;
            await AnswerAsync(context, found.Session.Transport, message, isListening: false);
        }
    }

    private async Task OpenAsync(HttpContext context, JsonRpcMessage message)
    {
        if (context.Request.Headers.ContainsKey(MessageHeaders.Session))
        {
            await RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidRequest, $"initialize opens a session; send it without {MessageHeaders.Session}.").WriteAsync(context, message);
            return;
        }

        var admission = Admission.Of(context);
        var (session, failure) = sessions.Open(admission.Caller, id => host.CreateSession(id, admission, message.Context!.Items!.ContainsKey(ToolCall.SignedKey)));
        if (session is null)
        {
            await failure!.WriteAsync(context, message);
            return;
        }

        using (session.Take())
        {
            session.Start(host.FollowAsync);
            context.Response.Headers[MessageHeaders.Session] = session.Id;
            try
            {
                await AnswerAsync(context, session.Transport, message, isListening: false);
            }
            catch (JsonException malformed) when (!context.Response.HasStarted)
            {
                context.Response.Headers.Remove(MessageHeaders.Session);
                await sessions.EndAsync(session);
                await RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidParams, $"The params of initialize do not have their shape: {malformed.Message}").WriteAsync(context, message);
            }
        }
    }

    private async Task ListenAsync(HttpContext context)
    {
        var wrong = MessageHeaders.CheckVersion(context.Request)
            ?? (MessageHeaders.IsSessionless(context.Request) ? NotHere("Listen by subscriptions/listen.") : null)
            ?? (Accepts(context.Request, EventStream) ? null : RpcFailure.Of(StatusCodes.Status406NotAcceptable, McpErrorCode.InvalidRequest, $"Send Accept: {EventStream}."));
        var (taken, failure) = wrong is null ? Take(context) : (null, wrong);
        if (taken is not { } found)
        {
            await failure!.WriteAsync(context, null);
            return;
        }

        using (found.Use)
        {
            var (seat, problem) = seats.Take(Admission.Of(context).TokenId);
            if (problem is not null)
            {
                await context.FailAsync(problem);
                return;
            }

            using (seat)
            {
                await ListenAsync(context, found.Session);
            }
        }
    }

    private async Task ListenAsync(HttpContext context, ClientSession session)
    {
        if (!session.TryListen())
        {
            await new RpcFailure(StatusCodes.Status409Conflict, RpcFailure.NoRoom, "This session is or was listened to already. Open another one to listen again.").WriteAsync(context, null);
            return;
        }

        context.Response.Headers[MessageHeaders.Session] = session.Id;
        BeginStream(context);
        using var ended = watch.While(Admission.Of(context).TokenId, context.RequestAborted, session.Ended);
        await session.Transport.HandleGetRequestAsync(context.Response.Body, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EndAsync(HttpContext context)
    {
        var wrong = MessageHeaders.CheckVersion(context.Request) ?? (MessageHeaders.IsSessionless(context.Request) ? NotHere("There are no sessions to end.") : null);
        var (taken, failure) = wrong is null ? Take(context) : (null, wrong);
        if (taken is not { } found)
        {
            await failure!.WriteAsync(context, null);
            return;
        }

        using (found.Use)
        {
            await sessions.EndAsync(found.Session);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task AnswerAsync(HttpContext context, StreamableHttpServerTransport transport, JsonRpcMessage message, bool isListening)
    {
        BeginStream(context);
        using var ended = isListening ? watch.While(Admission.Of(context).TokenId, context.RequestAborted) : null;
        try
        {
            var wrote = await transport.HandlePostRequestAsync(message, context.Response.Body, first => Begin(context, first), ended?.Token ?? context.RequestAborted);
            if (!wrote)
            {
                context.Response.Headers.ContentType = default;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The server stops, the token or the session has ended. What has begun simply ends.
            if (!context.Response.HasStarted)
            {
                await Gone.WriteAsync(context, message);
            }
        }
    }

    // The protocol gives some errors a status, which can be chosen only before the first byte.
    private static ValueTask Begin(HttpContext context, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error: { } error } && !context.Response.HasStarted && MessageHeaders.IsSessionless(context.Request))
        {
            context.Response.StatusCode = (McpErrorCode)error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => context.Response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }

    private static void BeginStream(HttpContext context)
    {
        context.Response.ContentType = EventStream;
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private ((ClientSession Session, ClientSession.Use Use)? Taken, RpcFailure? Failure) Take(HttpContext context)
    {
        if (context.Request.Headers[MessageHeaders.Session] is not [{ Length: > 0 and <= 128 } id])
        {
            return (null, RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidRequest, $"Open a session by initialize and send its {MessageHeaders.Session}, or speak {MessageHeaders.Sessionless}."));
        }

        return sessions.Take(id, Admission.Of(context).Caller) is { } taken
            ? (taken, null)
            : (null, Gone);
    }

    private static RpcFailure Gone { get; } = new(
        StatusCodes.Status404NotFound, RpcFailure.SessionUnknown, "There is no such session of yours; it may have rested too long, or the server was started anew. Begin again with initialize.");

    private static RpcFailure NotHere(string instead) => RpcFailure.Of(StatusCodes.Status405MethodNotAllowed, McpErrorCode.InvalidRequest, $"{MessageHeaders.Sessionless} has only POST. {instead}");

    private static bool Accepts(HttpRequest request, string mediaType) =>
        MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var accepted)
        && accepted.Any(range => range.MatchesMediaType(mediaType) && range.Quality is not 0);
}
