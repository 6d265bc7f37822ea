using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pharos.Integrations.Tests.Opa;

/// <summary>How a fake engine misbehaves.</summary>
internal enum Fault
{
    None,
    Hang,
    InternalError,
    Garbage,
    NoObject,
    WrongContent,
    Unauthorised,
    Cut,
}

/// <summary>
/// An Open Policy Agent that answers what a test says, misbehaves as a test says, and can die. It is strict: a question that differs in method, path, headers or body from
/// what OPA documents is answered 400 and noted.
/// </summary>
internal sealed class FakeOpa : IAsyncDisposable
{
    public const string Token = "fake-token";

    private readonly CancellationTokenSource _dying = new();
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _questions;

    private FakeOpa(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<string> Violations { get; } = [];

    public int Questions => Volatile.Read(ref _questions);

    public Fault Fault { get; set; }

    /// <summary>How many answers the fault still spoils; then it is gone.</summary>
    public int FaultsLeft { get; set; } = int.MaxValue;

    /// <summary>The document it answers; null is undefined.</summary>
    public string? Result { get; set; } = """{"deny":[],"review":[],"allow":[]}""";

    public string Revision { get; set; } = "r1";

    public static FakeOpa Start(int? port = null) => new(port ?? FreePort());

    public async ValueTask DisposeAsync()
    {
        await _dying.CancelAsync();
        _listener.Close();
        await _serving;
        _dying.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
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
            Interlocked.Increment(ref _questions);
            if (await ViolationAsync(context.Request) is { } violation)
            {
                Violations.Enqueue(violation);
                await WriteAsync(context, 400, "application/json", $$"""{"code":"invalid_parameter","message":"{{violation}}"}""");
                return;
            }

            var fault = Fault != Fault.None && FaultsLeft-- > 0 ? Fault : Fault.None;
            switch (fault)
            {
                case Fault.Hang:
                    await Task.Delay(Timeout.InfiniteTimeSpan, _dying.Token);
                    break;
                case Fault.Cut:
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength64 = 1000;
                    await context.Response.OutputStream.WriteAsync("{\"result\":"u8.ToArray());
                    context.Response.Abort();
                    break;
                case Fault.InternalError:
                    await WriteAsync(context, 500, "application/json", """{"code":"internal_error","message":"fault"}""");
                    break;
                case Fault.Unauthorised:
                    await WriteAsync(context, 401, "application/json", """{"code":"unauthorized","message":"fault"}""");
                    break;
                case Fault.Garbage:
                    await WriteAsync(context, 200, "application/json", "{\"result\": {\"deny\": [");
                    break;
                case Fault.NoObject:
                    await WriteAsync(context, 200, "application/json", "[1]");
                    break;
                case Fault.WrongContent:
                    await WriteAsync(context, 200, "text/html", "<html>welcome</html>");
                    break;
                default:
                    var result = Result is null ? "" : $",\"result\":{Result}";
                    await WriteAsync(context, 200, "application/json", "{\"decision_id\":\"1\",\"provenance\":{\"bundles\":{\"main\":{\"revision\":\"" + Revision + "\"}}}" + result + "}");
                    break;
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or HttpListenerException or ObjectDisposedException or IOException)
        {
            // It died, or the caller went away: exactly what a test wanted.
            context.Response.Abort();
        }
    }

    private static async Task<string?> ViolationAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        if (request.HttpMethod != "POST" || request.Url!.AbsolutePath != "/v1/data/pharos/gate" || request.Url.Query != "?provenance=true")
        {
            return $"{request.HttpMethod} {request.RawUrl}";
        }

        if (request.ContentType != "application/json" || request.Headers["Authorization"] != $"Bearer {Token}" || request.Headers["Accept"] != "application/json")
        {
            return $"headers: {request.Headers}";
        }

        try
        {
            using var body = JsonDocument.Parse(text);
            return body.RootElement.EnumerateObject().Select(member => member.Name).SequenceEqual(["input"]) ? null : "the body has other members than input";
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return "the body is not a JSON object";
        }
    }

    private static async Task WriteAsync(HttpListenerContext context, int status, string type, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
