using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// A server that speaks streamable HTTP: every message is a POST, answered by JSON or by a stream of events; what the server says by itself comes over a stream of its own. Sessions and protocol versions are kept as the
/// server gave them.
/// </summary>
internal sealed class HttpServer : IMcpUpstream
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";
    private const int MostWaiting = 64;
    private const int MostResumptions = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly HttpHeaderNames _names = new();
    private readonly int _longest;
    private readonly TimeProvider _clock;
    private readonly Channel<MessageLine> _incoming = Channel.CreateBounded<MessageLine>(MostWaiting);
    private readonly ConcurrentDictionary<Task, bool> _asking = new();
    private readonly CancellationTokenSource _ending = new();
    private string? _session;
    private string? _version;
    private Task? _listening;

    /// <param name="url">Its address.</param>
    /// <param name="headers">Sent with everything.</param>
    /// <param name="longest">Longest message.</param>
    /// <param name="clock">The clock.</param>
    public HttpServer(Uri url, IReadOnlyDictionary<string, string> headers, int longest, TimeProvider clock)
    {
        // A redirect would carry the headers to somebody else.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        (_longest, _clock) = (longest, clock);
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        if (message.IsRequest)
        {
            // Its answer may take as long as it takes; what the client says next does not wait for it.
            var asking = Task.Run(() => AskAsync(message), CancellationToken.None);
            _asking[asking] = true;
            _ = asking.ContinueWith(static (done, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(done, out _), _asking, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return;
        }

        using var late = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken, _ending.Token);
        try
        {
            using var response = await PostAsync(message, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new IOException($"The server answered with status {(int)response.StatusCode}.");
            }
        }
        catch (Exception problem) when (problem is HttpRequestException || (problem is OperationCanceledException && late.IsCancellationRequested))
        {
            throw new IOException(problem.Message, problem);
        }

        if (message.Method == "notifications/initialized")
        {
            _listening ??= Task.Run(() => ListenAsync(_ending.Token), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Func<MessageLine, ValueTask> receive, CancellationToken cancellationToken)
    {
        await using var ending = cancellationToken.Register(static state => ((Channel<MessageLine>)state!).Writer.TryComplete(), _incoming);
        await foreach (var line in _incoming.Reader.ReadAllAsync(CancellationToken.None))
        {
            await receive(line);
        }

        return Invocation.ExitCode.Ok;
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync()
    {
        await Task.WhenAny(Task.WhenAll(_asking.Keys), Task.Delay(Grace, _clock));
        if (_session is not null)
        {
            using var late = new CancellationTokenSource(Rest, _clock);
            try
            {
                using var request = Request(HttpMethod.Delete, null);
                using var response = await _http.SendAsync(request, late.Token);
            }
            catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
            {
                // The server forgets a session by itself too.
            }
        }

        await _ending.CancelAsync();
        _incoming.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Learn(string tool, JsonElement inputSchema) => _names.Learn(tool, inputSchema);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _incoming.Writer.TryComplete();
        if (_listening is { } listening)
        {
            await listening;
        }

        _http.Dispose();
        _ending.Dispose();
    }

    private async Task AskAsync(JsonRpcMessage message)
    {
        try
        {
            if (await TryAskAsync(message) is { } why)
            {
                await TakeAsync(Replies.Error(JsonRpcMessage.Member(message.Body, "id"), -32000, why));
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            // The session ends, and nobody waits for the answer any more.
            return;
        }
    }

    private async Task<string?> TryAskAsync(JsonRpcMessage message)
    {
        try
        {
            using var response = await PostAsync(message, _ending.Token);
            return await AnswerAsync(message, response);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return $"The server cannot be reached: {problem.Message}";
        }
    }

    // Null when the answer came; else why it did not.
    private async Task<string?> AnswerAsync(JsonRpcMessage message, HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        await using var body = await response.Content.ReadAsStreamAsync(_ending.Token);
        if (type == "application/json")
        {
            var bytes = await ReadWholeAsync(body);
            if (bytes is null)
            {
                return $"The server's answer is longer than {_longest} bytes, so it is withheld.";
            }

            if (IsAnswerTo(message, bytes))
            {
                Note(message, response, bytes);
                await TakeAsync(bytes);
                return null;
            }

            var error = JsonRpcMessage.Read(bytes) is JsonRpcReading.Messages { All: [{ IsResponse: true } only] } ? JsonRpcMessage.Text(only.Error, "message") : null;
            return error ?? $"The server answered with status {(int)response.StatusCode} and not to what it was asked.";
        }

        if (!response.IsSuccessStatusCode)
        {
            return response.StatusCode == HttpStatusCode.NotFound && _session is not null
                ? "The server has ended this session; begin a new one."
                : $"The server answered with status {(int)response.StatusCode}.";
        }

        if (type != "text/event-stream")
        {
            return $"The server answered with {type ?? "nothing"}, which is neither JSON nor events.";
        }

        var events = new HttpEvents(body, _longest);
        if (await PassAsync(message, response, events))
        {
            return null;
        }

        for (var attempt = 0; attempt < MostResumptions && events.LastId is { } last; attempt++)
        {
            await Task.Delay(Rest, _clock, _ending.Token);
            using var request = Request(HttpMethod.Get, null);
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            using var resumed = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _ending.Token);
            if (resumed.IsSuccessStatusCode && await PassAsync(message, response, events = new HttpEvents(await resumed.Content.ReadAsStreamAsync(_ending.Token), _longest) { LastId = last }))
            {
                return null;
            }
        }

        return "The server ended its answer before it was complete.";
    }

    // True when the answer was among the events.
    private async Task<bool> PassAsync(JsonRpcMessage message, HttpResponseMessage response, HttpEvents events)
    {
        var isAnswered = false;
        while (await events.ReadAsync(_ending.Token) is { } line)
        {
            if (line.Bytes is { } bytes && IsAnswerTo(message, bytes))
            {
                Note(message, response, bytes);
                isAnswered = true;
            }

            await _incoming.Writer.WriteAsync(line, _ending.Token);
        }

        return isAnswered;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        string? last = null;
        try
        {
            while (true)
            {
                using var request = Request(HttpMethod.Get, null);
                if (last is not null)
                {
                    request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
                }

                try
                {
                    using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                    {
                        // Servers need not say anything by themselves.
                        return;
                    }

                    var events = new HttpEvents(await response.Content.ReadAsStreamAsync(cancellationToken), _longest) { LastId = last };
                    while (await events.ReadAsync(cancellationToken) is { } line)
                    {
                        await _incoming.Writer.WriteAsync(line, cancellationToken);
                    }

                    last = events.LastId;
                }
                catch (Exception problem) when (problem is HttpRequestException or IOException)
                {
                    // Tried again below, for as long as the session lasts.
                }

                await Task.Delay(Rest, _clock, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            return;
        }
    }

    private Task<HttpResponseMessage> PostAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, message);
        request.Content = new ByteArrayContent(message.Raw.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private HttpRequestMessage Request(HttpMethod method, JsonRpcMessage? message)
    {
        var request = new HttpRequestMessage(method, (Uri?)null);
        if (method != HttpMethod.Get)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_session is not null)
        {
            request.Headers.TryAddWithoutValidation(SessionHeader, _session);
        }

        if ((message is null ? null : HttpHeaderNames.VersionOf(message)) is { } said)
        {
            request.Headers.TryAddWithoutValidation(VersionHeader, said);
            _names.AddTo(request.Headers, message!);
        }
        else if (_version is not null)
        {
            request.Headers.TryAddWithoutValidation(VersionHeader, _version);
        }

        return request;
    }

    private void Note(JsonRpcMessage message, HttpResponseMessage response, byte[] answer)
    {
        if (message.Method == "initialize" && JsonRpcMessage.Read(answer) is JsonRpcReading.Messages { All: [var initialized, ..] })
        {
            _session = response.Headers.TryGetValues(SessionHeader, out var given) ? given.FirstOrDefault() : null;
            _version = JsonRpcMessage.Text(initialized.Result, "protocolVersion");
        }
    }

    private static bool IsAnswerTo(JsonRpcMessage message, byte[] bytes) =>
        JsonRpcMessage.Read(bytes) is JsonRpcReading.Messages read && read.All.Any(answer => answer.IsResponse && answer.Id == message.Id);

    private ValueTask TakeAsync(byte[] bytes) => _incoming.Writer.WriteAsync(new MessageLine(bytes, null, bytes.Length), _ending.Token);

    private async Task<byte[]?> ReadWholeAsync(Stream body)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = 1; read > 0 && whole.Length <= _longest;)
        {
            read = await body.ReadAsync(buffer, _ending.Token);
            whole.Write(buffer, 0, read);
        }

        return whole.Length > _longest ? null : whole.ToArray();
    }
}
