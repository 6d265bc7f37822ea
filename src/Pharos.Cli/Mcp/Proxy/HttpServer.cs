using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// A server that speaks streamable HTTP: every message is a POST, answered by JSON or by a stream of events; what the server says by itself comes over a stream of its own. Sessions and protocol versions are kept as the
/// server gave them; a session that the server has forgotten is begun anew, and what it did not take for that is sent once more.
/// </summary>
internal sealed class HttpServer : IMcpUpstream
{
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
    private readonly SemaphoreSlim _beginning = new(1, 1);
    private volatile HttpSession _session = HttpSession.None;
    private HttpOwnStream? _own;

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
    public IUpstreamGuard? Guard { get; set; }

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
            using var response = await PostAsync(_session, message, either.Token);
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
            _own ??= new HttpOwnStream(_http, _session, _incoming.Writer, _longest, _clock);
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
        if (_session.Id is not null)
        {
            using var late = new CancellationTokenSource(Rest, _clock);
            try
            {
                using var request = _session.Request(HttpMethod.Delete, null, _names);
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
        await Task.WhenAny(Task.WhenAll(_asking.Keys), Task.Delay(Grace, _clock));
        if (_own is { } own)
        {
            await own.DisposeAsync();
        }

        _http.Dispose();
        _beginning.Dispose();
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
            var session = _session;
            var (why, isForgotten) = await AskOnceAsync(session, message);
            if (!isForgotten)
            {
                return why;
            }

            return await BeginAnewAsync(session, message) ?? (await AskOnceAsync(_session, message)).Why;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return $"The server cannot be reached: {problem.Message}";
        }
    }

    // Null when the answer came; else why it did not, and whether that is because the server has forgotten the session.
    private async Task<(string? Why, bool IsForgotten)> AskOnceAsync(HttpSession session, JsonRpcMessage message)
    {
        using var response = await PostAsync(session, message, _ending.Token);
        var why = await AnswerAsync(session, message, response);
        return (why, why is not null && response.StatusCode == HttpStatusCode.NotFound && session.Id is not null);
    }

    // What a server answers with 404 it did not take: the specification has a client begin a new session then. Null when the request may be sent again.
    private async Task<string?> BeginAnewAsync(HttpSession forgotten, JsonRpcMessage message)
    {
        await _beginning.WaitAsync(_ending.Token);
        try
        {
            if (message.Method == "initialize")
            {
                Interlocked.CompareExchange(ref _session, HttpSession.None, forgotten);
                return null;
            }

            if (ReferenceEquals(_session, forgotten) && !await TryBeginAsync(forgotten))
            {
                return "The server has ended this session, and another one like it could not be begun; begin a new one.";
            }
        }
        finally
        {
            _beginning.Release();
        }

        return Guard is null || await Guard.MayRepeatAsync(message) ? null : "The server has begun its session anew, and what it says of this tool now is withheld, so the call was not made.";
    }

    private async Task<bool> TryBeginAsync(HttpSession forgotten)
    {
        if (forgotten.Began is null)
        {
            return false;
        }

        var begin = HttpSession.BeginLike(forgotten.Began, _clock);
        using var response = await PostAsync(HttpSession.None, begin, _ending.Token);
        if (await HttpAnswer.FindAsync(response, begin, _longest, _ending.Token) is not { Error.ValueKind: JsonValueKind.Undefined } answer)
        {
            return false;
        }

        // The client speaks the version that was agreed upon at the beginning, and knows of no other.
        var session = HttpSession.Of(forgotten.Began, response, answer);
        using var begun = await PostAsync(session, ((JsonRpcReading.Messages)JsonRpcMessage.Read(Replies.Notification("notifications/initialized"))).All[0], _ending.Token);
        if (session.Version != forgotten.Version || !begun.IsSuccessStatusCode)
        {
            return false;
        }

        // Before anybody hears of the new session: what it asks must not be taken for what the old one asked.
        var own = _own;
        if (own is not null)
        {
            await own.DisposeAsync();
        }

        if (Guard is { } guard)
        {
            await guard.BeganAnewAsync();
        }

        _session = session;
        _own = own is null ? null : new HttpOwnStream(_http, session, _incoming.Writer, _longest, _clock);
        return true;
    }

    // Null when the answer came; else why it did not.
    private async Task<string?> AnswerAsync(HttpSession session, JsonRpcMessage message, HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        await using var body = await response.Content.ReadAsStreamAsync(_ending.Token);
        if (type == "application/json")
        {
            var bytes = await HttpAnswer.ReadWholeAsync(body, _longest, _ending.Token);
            if (bytes is null)
            {
                return $"The server's answer is longer than {_longest} bytes, so it is withheld.";
            }

            if (HttpAnswer.Find(message, bytes) is { } answer)
            {
                Note(message, response, answer);
                await TakeAsync(bytes);
                return null;
            }

            var error = JsonRpcMessage.Read(bytes) is JsonRpcReading.Messages { All: [{ IsResponse: true } only] } ? JsonRpcMessage.Text(only.Error, "message") : null;
            return error ?? $"The server answered with status {(int)response.StatusCode} and not to what it was asked.";
        }

        if (!response.IsSuccessStatusCode)
        {
            return $"The server answered with status {(int)response.StatusCode}.";
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
            using var request = session.Request(HttpMethod.Get, null, _names);
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
            if (line.Bytes is { } bytes && HttpAnswer.Find(message, bytes) is { } answer)
            {
                Note(message, response, answer);
                isAnswered = true;
            }

            await _incoming.Writer.WriteAsync(line, _ending.Token);
        }

        return isAnswered;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpSession session, JsonRpcMessage message, CancellationToken cancellationToken)
    {
        using var request = session.Request(HttpMethod.Post, message, _names);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private void Note(JsonRpcMessage message, HttpResponseMessage response, JsonRpcMessage answer)
    {
        if (message.Method == "initialize")
        {
            _session = HttpSession.Of(message, response, answer);
        }
    }

    private ValueTask TakeAsync(byte[] bytes) => _incoming.Writer.WriteAsync(new MessageLine(bytes, null, bytes.Length), _ending.Token);
}
