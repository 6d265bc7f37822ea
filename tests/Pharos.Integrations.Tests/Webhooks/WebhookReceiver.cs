using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pharos.Integrations.Tests.Webhooks;

/// <summary>How a receiver misbehaves at one request.</summary>
internal enum ReceiverFault
{
    None,
    InternalError,
    TooMany,
    Gone,
    Redirect,
    Hang,
    Endless,
}

/// <summary>
/// A receiver of notices that misbehaves as a script says, one entry a request. It is strict: a request that differs in method, type, signature or shape from what the guide promises is answered
/// 400 and noted.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "a secret of thirty-two characters";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Members = ["id", "type", "at", "recipient", "review", "links"];

    private static readonly string[] Facts =
    [
        "id", "proposalId", "kind", "tool", "risk", "summary", "rule", "reason", "agent", "session", "workspace", "requestedAt", "dueAt", "expiresAt", "onTimeout", "level", "overdue", "people", "endorsed",
    ];

    private readonly CancellationTokenSource _dying = new();
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly ConcurrentQueue<JsonElement> _notices = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _requests;

    private WebhookReceiver(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}/hook?for=ann");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>What the next requests meet; past its end none misbehaves.</summary>
    public ConcurrentQueue<ReceiverFault> Script { get; } = [];

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Everything that was accepted so far.</summary>
    public IReadOnlyList<JsonElement> Accepted => [.. _notices];

    public static WebhookReceiver Start()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var port = ((IPEndPoint)socket.LocalEndpoint).Port;
        socket.Stop();
        return new WebhookReceiver(port);
    }

    /// <summary>Waits for an accepted notice that a test looks for.</summary>
    public async Task<JsonElement> WaitForAsync(Func<JsonElement, bool> isIt, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var notice in _notices)
            {
                if (isIt(notice))
                {
                    return notice;
                }
            }

            (await _arrived.WaitAsync(Patience, cancellationToken)).ShouldBeTrue($"no such notice came within {Patience}; violations: {string.Join("; ", Violations)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _dying.CancelAsync();
        _listener.Close();
        await _serving;
        _dying.Dispose();
        _arrived.Dispose();
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        while (!_dying.IsCancellationRequested)
        {
            try
            {
                answering.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            Interlocked.Increment(ref _requests);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (Violation(context.Request, body.ToArray()) is { } violation)
            {
                Violations.Enqueue(violation);
                Close(context, 400);
                return;
            }

            var fault = Script.TryDequeue(out var next) ? next : ReceiverFault.None;
            switch (fault)
            {
                case ReceiverFault.Hang:
                    await Task.Delay(Timeout.InfiniteTimeSpan, _dying.Token);
                    break;
                case ReceiverFault.Redirect:
                    context.Response.RedirectLocation = new Uri(Url, "/elsewhere").AbsoluteUri;
                    Close(context, 307);
                    break;
                case ReceiverFault.InternalError:
                    Close(context, 500);
                    break;
                case ReceiverFault.TooMany:
                    Close(context, 429);
                    break;
                case ReceiverFault.Gone:
                    Close(context, 410);
                    break;
                default:
                    _notices.Enqueue(JsonDocument.Parse(body.ToArray()).RootElement.Clone());
                    _arrived.Release();
                    await AcceptAsync(context, fault == ReceiverFault.Endless);
                    break;
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or HttpListenerException or ObjectDisposedException or IOException)
        {
            // It died, or the caller went away: exactly what a test wanted.
            context.Response.Abort();
        }
    }

    private async Task AcceptAsync(HttpListenerContext context, bool isEndless)
    {
        if (!isEndless)
        {
            Close(context, 204);
            return;
        }

        context.Response.StatusCode = 200;
        context.Response.SendChunked = true;
        while (true)
        {
            await context.Response.OutputStream.WriteAsync(new byte[64 * 1024], _dying.Token);
        }
    }

    private static void Close(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    private static string? Violation(HttpListenerRequest request, byte[] body)
    {
        if (request.HttpMethod != "POST" || request.RawUrl != "/hook?for=ann" || request.ContentType != "application/json")
        {
            return $"{request.HttpMethod} {request.RawUrl} {request.ContentType}";
        }

        if (request.Headers["Pharos-Signature"]?.Split(',') is not [var time, var signature] || !time.StartsWith("t=", StringComparison.Ordinal) || !signature.StartsWith("v1=", StringComparison.Ordinal))
        {
            return $"signature: {request.Headers["Pharos-Signature"]}";
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes(time[2..]), (byte)'.', .. body];
        if (signature[3..] != Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)))
        {
            return "the signature is wrong";
        }

        if (Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(time[2..], CultureInfo.InvariantCulture)) > 300)
        {
            return "the signature is old";
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return !root.EnumerateObject().Select(member => member.Name).SequenceEqual(Members) ? "other members than promised"
                : !root.GetProperty("review").EnumerateObject().Select(member => member.Name).SequenceEqual(Facts) ? "other facts than promised"
                : !root.GetProperty("links").EnumerateObject().Select(member => member.Name).SequenceEqual(["open", "approve", "deny"]) ? "other links than promised"
                : null;
        }
        catch (JsonException)
        {
            return "the body is no JSON";
        }
    }
}
