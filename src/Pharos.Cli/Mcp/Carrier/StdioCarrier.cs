using System.Collections.Concurrent;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Carrier;

/// <summary>
/// Carries messages between an agent's pipes and the server's <c>/mcp</c>. It understands as little as it can: which message opens a session, which names its version, which cancels. When
/// the server was started anew and knows the session no more, it opens another by the agent's own <c>initialize</c>, and the agent notices nothing.
/// </summary>
internal sealed class StdioCarrier(ServerEnd server, ClientEnd client, TextWriter errors) : IDisposable
{
    private const int MostInFlight = 64;
    private const int ParseError = -32700;
    private const int ServerAway = -32000;

    private const string WentAway = "The server went away before it had answered. It may have recorded this, but nothing was allowed: ask again.";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(MostInFlight, MostInFlight);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _inFlight = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private volatile ServerEnd.Session _session = ServerEnd.Session.None;
    private CarriedMessage? _initialize;

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _opening.Dispose();
    }

    /// <summary>Carries until the agent closes its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (await client.ReadAsync(cancellationToken) is { } line)
            {
                if (line.Length == 0 || CarriedMessage.Read(line) is not { } message)
                {
                    await client.WriteAsync(CarriedMessage.Error(null, ParseError, line.Length == 0 ? $"A line is longer than {ClientEnd.MaximumLineBytes} bytes." : "A line is not a JSON object."), ended.Token);
                    continue;
                }

                await TakeAsync(message, ended.Token);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(_tasks.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync();
        }
    }

    private async Task TakeAsync(CarriedMessage message, CancellationToken ended)
    {
        if (message.Cancelled is { } cancelled && _session.Id is null)
        {
            // Without sessions, closing the answer's stream is how a request is cancelled.
            if (_inFlight.TryRemove(cancelled, out var source))
            {
                await source.CancelAsync();
            }

            return;
        }

        await _places.WaitAsync(ended);
        var carrying = CarryAsync(message, ended);
        if (message.IsInitialize)
        {
            // What follows needs the session that this opens.
            await carrying;
            return;
        }

        Keep(carrying);
    }

    private void Keep(Task task)
    {
        _tasks[task] = true;
        _ = task.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task CarryAsync(CarriedMessage message, CancellationToken ended)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(ended);
        if (message.IsRequest)
        {
            _inFlight[message.Id!] = cancelled;
        }

        try
        {
            await ExchangeAsync(message, cancelled.Token, ended);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // The agent wants no answer any more.
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            await SayAsync(message, problem is HttpRequestException unsent && ServerEnd.WasNotSent(unsent) ? server.Absent : WentAway, "server.unreachable", ended);
        }
        finally
        {
            if (message.IsRequest)
            {
                _inFlight.TryRemove(message.Id!, out _);
            }

            _places.Release();
        }
    }

    private async Task ExchangeAsync(CarriedMessage message, CancellationToken cancelled, CancellationToken ended)
    {
        var session = _session;
        using var response = await server.PostAsync(message, session, cancelled);
        if (response.StatusCode == HttpStatusCode.NotFound && !message.IsSessionless && session.Id is not null && await ReopenAsync(session, cancelled, ended))
        {
            using var again = await server.PostAsync(message, _session, cancelled);
            await DeliverAsync(message, again, cancelled, ended);
            return;
        }

        await DeliverAsync(message, response, cancelled, ended);
    }

    private async Task DeliverAsync(CarriedMessage message, HttpResponseMessage response, CancellationToken cancelled, CancellationToken ended)
    {
        if (response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent)
        {
            return;
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            var isAnswered = false;
            await foreach (var bytes in MessagesAsync(response, cancelled))
            {
                if (message.IsInitialize)
                {
                    Remember(message, response, bytes, ended);
                }

                isAnswered |= message.IsAnsweredBy(bytes);
                await client.WriteAsync(bytes, ended);
            }

            if (message.IsRequest && !isAnswered)
            {
                await SayAsync(message, WentAway, "server.unreachable", ended);
            }

            return;
        }

        var body = await response.Content.ReadAsByteArrayAsync(cancelled);
        if (message.IsAnsweredBy(body))
        {
            await client.WriteAsync(OneLine(body), ended);
            return;
        }

        var (text, code) = Understand(body, response.StatusCode);
        await SayAsync(message, text, code, ended);
    }

    private async Task SayAsync(CarriedMessage message, string text, string code, CancellationToken ended)
    {
        await errors.WriteLineAsync($"pharos mcp: {text} ({code})");
        if (message.IsRequest)
        {
            await client.WriteAsync(CarriedMessage.Error(message.Id, ServerAway, text, code), ended);
        }
    }

    private void Remember(CarriedMessage initialize, HttpResponseMessage response, byte[] answer, CancellationToken ended)
    {
        using var document = JsonDocument.Parse(answer);
        if (response.Headers.TryGetValues("Mcp-Session-Id", out var ids) && document.RootElement.TryGetProperty("result", out var result))
        {
            _initialize = initialize;
            _session = new ServerEnd.Session(ids.First(), result.TryGetProperty("protocolVersion", out var version) ? version.GetString() : null);
            Keep(ListenAsync(_session, ended));
        }
    }

    // Several requests may find the session gone at once; the first opens another, the rest use it.
    private async Task<bool> ReopenAsync(ServerEnd.Session lost, CancellationToken cancelled, CancellationToken ended)
    {
        await _opening.WaitAsync(cancelled);
        try
        {
            if (_session != lost)
            {
                return true;
            }

            if (_initialize is not { } initialize)
            {
                return false;
            }

            using var response = await server.PostAsync(initialize, ServerEnd.Session.None, cancelled);
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                return false;
            }

            await foreach (var bytes in MessagesAsync(response, cancelled))
            {
                Remember(initialize, response, bytes, ended);
            }

            var ready = CarriedMessage.Read("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""u8.ToArray())!;
            using var told = await server.PostAsync(ready, _session, cancelled);
            await errors.WriteLineAsync("pharos mcp: The server was started anew; another session was opened.");
            return _session != lost;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task ListenAsync(ServerEnd.Session session, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested && _session == session)
        {
            try
            {
                using var response = await server.ListenAsync(session, ended);
                if (response.StatusCode is HttpStatusCode.NotFound)
                {
                    await ReopenAsync(session, ended, ended);
                    return;
                }

                if (!response.IsSuccessStatusCode)
                {
                    return;
                }

                await foreach (var bytes in MessagesAsync(response, ended))
                {
                    await client.WriteAsync(bytes, ended);
                }
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException)
            {
                // It comes back, or the next request says that it does not.
            }

            await server.PauseAsync(ended);
        }
    }

    private async Task EndAsync()
    {
        if (_session.Id is null)
        {
            return;
        }

        try
        {
            using var deadline = new CancellationTokenSource(Farewell);
            await server.EndAsync(_session, deadline.Token);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            await errors.WriteLineAsync("pharos mcp: The session could not be ended; it ends by itself when it has rested.");
        }
    }

    private static async IAsyncEnumerable<byte[]> MessagesAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(stream, static (_, data) => OneLine(data));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            if (item.Data.Length > 0)
            {
                yield return item.Data;
            }
        }
    }

    // A line feed inside a message would make two lines of it.
    private static byte[] OneLine(ReadOnlySpan<byte> json)
    {
        var trimmed = json.Trim(" \r\n\t"u8);
        return trimmed.ContainsAny((byte)'\n', (byte)'\r') ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(trimmed).Replace('\n', ' ').Replace('\r', ' ')) : trimmed.ToArray();
    }

    private static (string Text, string Code) Understand(byte[] body, HttpStatusCode status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("jsonrpc", out _))
            {
                return (root.TryGetProperty("error", out var error) && error.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "", "mcp.refused");
            }

            var detail = root.TryGetProperty("detail", out var said) ? said.GetString() : null;
            return (detail ?? $"The server answered with status {(int)status}.", root.TryGetProperty("code", out var code) ? code.GetString() ?? "server.status" : "server.status");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return ($"The server answered with status {(int)status}.", "server.status");
        }
    }
}
