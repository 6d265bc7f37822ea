using System.Collections.Concurrent;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// One session between a client and a server, with the gate in the middle. Messages go on as they came, in their order; only calls of tools, lists of tools, and what a model would read of the answers are held
/// until the gate has spoken, each by itself, so that one that waits for a person stops nothing else. Fails closed: without the gate nothing is called and nothing is read.
/// </summary>
internal sealed class ProxySession : IAsyncDisposable
{
    private const string OwnPrefix = "pharos-";

    private const int MostPages = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan OwnPatience = TimeSpan.FromSeconds(30);

    private readonly MessageWriter _client;
    private readonly IMcpUpstream _upstream;
    private readonly ProxyOptions _options;
    private readonly TextWriter _notes;
    private readonly TimeProvider _clock;
    private readonly ToolListings _tools;
    private readonly OutcomeReports _outcomes;
    private readonly CallJudge _calls;
    private readonly AnswerJudge _answers;
    private readonly ConcurrentDictionary<string, OpenRequest> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonRpcMessage>> _own = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _judging = new();
    private readonly SemaphoreSlim _listing = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _telling;
    private long _ownNumber;
    private int _noted;
    private volatile bool _tellsChanges;
    private volatile bool _hasNoList;

    /// <param name="client">Where the client reads.</param>
    /// <param name="upstream">The server.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="notes">Where a person may read what went wrong.</param>
    /// <param name="clock">The clock.</param>
    public ProxySession(MessageWriter client, IMcpUpstream upstream, GateClient gate, ProxyOptions options, TextWriter notes, TimeProvider clock)
    {
        (_client, _upstream, _options, _notes, _clock) = (client, upstream, options, notes, clock);
        _tools = new ToolListings(gate, options, TellChange, clock);
        _outcomes = new OutcomeReports(gate, clock);
        var continued = new ContinuedCalls();
        _calls = new CallJudge(gate, _tools, continued, client, options, clock);
        _answers = new AnswerJudge(gate, _tools, continued, _outcomes, options, clock);
        _telling = TellUnderWayAsync();
    }

    /// <summary>Takes everything that the client sends, until it has ended.</summary>
    public async Task ReadClientAsync(Stream input, CancellationToken cancellationToken)
    {
        var lines = new MessageLines(input, _options.MaximumMessage);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Bytes is null)
            {
                await ReplyAsync(Replies.Error(IdOf(line.Id), -32600, $"The message has {line.Length} bytes; at most {_options.MaximumMessage} go through."));
                continue;
            }

            switch (JsonRpcMessage.Read(line.Bytes))
            {
                case JsonRpcReading.Refused refused:
                    await ReplyAsync(Replies.Error(refused.Id, refused.Code, refused.Why));
                    break;
                case JsonRpcReading.Messages read:
                    foreach (var message in read.All)
                    {
                        await FromClientAsync(message);
                    }

                    break;
            }
        }
    }

    /// <summary>Takes one line of the server.</summary>
    public async ValueTask ReceiveAsync(MessageLine line)
    {
        if (line.Bytes is null)
        {
            Note($"The server sent a message of {line.Length} bytes; at most {_options.MaximumMessage} are read.");
            if (IdOf(line.Id) is { } id && JsonRpcMessage.IdOf(id) is { } key && _open.TryRemove(key, out var request) && request.TryAnswer())
            {
                var why = GateAnswer.Refused("result.size", $"The result has {line.Length} bytes; at most {_options.MaximumMessage} are looked at, so it is withheld.");
                await ReplyAsync(request.Tool is null ? Replies.Error(id, -32603, why.Reason) : Replies.Denied(id, why.Reason, why));
                Report(request, "failed", why.Reason);
                request.Dispose();
            }

            return;
        }

        switch (JsonRpcMessage.Read(line.Bytes))
        {
            case JsonRpcReading.Refused refused:
                Note($"The server sent what is no message: {refused.Why}");
                if (refused.Id is { } id && JsonRpcMessage.IdOf(id) is { } key && _open.TryRemove(key, out var request) && request.TryAnswer())
                {
                    await ReplyAsync(Replies.Error(id, -32603, "The server's answer cannot be read in one way only, so it is withheld."));
                    Report(request, "failed", refused.Why);
                    request.Dispose();
                }

                break;
            case JsonRpcReading.Messages read:
                foreach (var message in read.All)
                {
                    await FromServerAsync(message);
                }

                break;
        }
    }

    /// <summary>Answers everything that is still open: the server has gone.</summary>
    public async Task EndAsync(string why)
    {
        foreach (var waiting in _own.Values)
        {
            waiting.TrySetException(new IOException(why));
        }

        foreach (var request in _open.Values.Where(request => !request.IsForwarded))
        {
            await AnswerAsync(request, Replies.Error(request.Id, -32000, why));
            await request.CancelAsync();
        }

        await SettleAsync();
        foreach (var request in _open.Values)
        {
            if (request.TryAnswer())
            {
                Report(request, "failed", why);
                await ReplyAsync(Replies.Error(request.Id, -32000, why));
            }
        }
    }

    /// <summary>Waits for what is being judged, but not for people.</summary>
    public Task SettleAsync() => Task.WhenAny(Task.WhenAll(_judging.Keys), Task.Delay(Settling, _clock));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await SettleAsync();
        await _telling;
        await _tools.DisposeAsync();
        await _outcomes.DisposeAsync();
        foreach (var request in _open.Values)
        {
            request.Dispose();
        }

        _listing.Dispose();
        _ending.Dispose();
    }

    private async ValueTask FromClientAsync(JsonRpcMessage message)
    {
        if (message.IsResponse)
        {
            await ForwardAsync(message, null);
            return;
        }

        if (!message.IsRequest)
        {
            await FromClientNotificationAsync(message);
            return;
        }

        var request = new OpenRequest(message);
        if (_open.Count >= ProxyOptions.MostOpenRequests || !_open.TryAdd(message.Id!, request))
        {
            await ReplyAsync(Replies.Error(request.Id, -32600, _open.ContainsKey(message.Id!) ? "This id has no answer yet; every request needs its own." : $"{ProxyOptions.MostOpenRequests} requests are open already."));
            request.Dispose();
            return;
        }

        if (message.Method == "tools/call")
        {
            request.Tool = JsonRpcMessage.Text(message.Params, "name");
            Judge(() => CallAsync(request), request);
        }
        else
        {
            await ForwardAsync(message, request);
        }
    }

    private async ValueTask FromClientNotificationAsync(JsonRpcMessage message)
    {
        if (message.Method == "notifications/cancelled" && JsonRpcMessage.IdOf(JsonRpcMessage.Member(message.Params, "requestId")) is { } id && _open.TryGetValue(id, out var cancelled))
        {
            await cancelled.CancelAsync();
            if (!cancelled.IsForwarded)
            {
                // The server never heard of it.
                return;
            }

            // Servers do not answer what was cancelled; it must not count as open for ever.
            if (cancelled.TryAnswer())
            {
                Report(cancelled, "unknown", "The client gave it up.");
                Close(cancelled);
            }
        }

        // Without an id nobody is answered, but a server might do it all the same.
        if (!message.Method!.StartsWith("notifications/", StringComparison.Ordinal))
        {
            Note($"The client sent \"{message.Method}\" without an id; that does not go on.");
            return;
        }

        await ForwardAsync(message, null);
    }

    private async Task CallAsync(OpenRequest request)
    {
        if (request.Tool is null)
        {
            await AnswerAsync(request, Replies.Error(request.Id, -32602, "\"params.name\" names the tool."));
            return;
        }

        await EnsureListedAsync(request);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, _ending.Token);
        var verdict = await _calls.JudgeAsync(request, _hasNoList, either.Token);
        if (verdict.Denial is not null)
        {
            await AnswerAsync(request, verdict.Denial);
            return;
        }

        request.ForwardedAt = _clock.GetTimestamp();
        request.IsForwarded = true;
        var message = verdict.Message!;
        try
        {
            await _upstream.SendAsync(message, _ending.Token);
        }
        catch (IOException problem)
        {
            Report(request, "failed", problem.Message);
            await AnswerAsync(request, Replies.Error(request.Id, -32000, $"The server cannot be reached: {problem.Message}"));
        }
    }

    // Most calls are over at once, and their end says everything; that one is under way is news where it lasts.
    private async Task TellUnderWayAsync()
    {
        using var timer = new PeriodicTimer(UnderWay, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                foreach (var request in _open.Values.Where(request => request is { IsForwarded: true, IsToldUnderWay: false, Proposal: not null } && _clock.GetElapsedTime(request.ForwardedAt) > UnderWay))
                {
                    request.IsToldUnderWay = true;
                    Report(request, "executing", null);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    // A call rests on a definition; a client that calls without having listed makes the proxy look first.
    private async Task EnsureListedAsync(OpenRequest request)
    {
        if (_hasNoList || (_tools.IsComplete && _tools.Find(request.Tool!) is not null))
        {
            return;
        }

        await _listing.WaitAsync(_ending.Token);
        try
        {
            string? cursor = null;
            for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
            {
                if (page == 0 && _tools.IsComplete && _tools.Find(request.Tool!) is not null)
                {
                    return;
                }

                var answer = await AskAsync("tools/list", cursor, JsonRpcMessage.Member(request.Message.Params, "_meta"));
                if (JsonRpcMessage.Member(answer.Error, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) && number == -32601)
                {
                    _hasNoList = true;
                    return;
                }

                if (await _tools.JudgeAsync(answer.Result, isFirst: page == 0, _ending.Token) is null)
                {
                    return;
                }

                Learn(answer.Result);
                cursor = JsonRpcMessage.Text(answer.Result, "nextCursor");
            }
        }
        catch (Exception problem) when (problem is IOException or TimeoutException)
        {
            Note($"The server's tools could not be listed: {problem.Message}");
        }
        finally
        {
            _listing.Release();
        }
    }

    private async Task<JsonRpcMessage> AskAsync(string method, string? cursor, JsonElement meta)
    {
        var id = $"{OwnPrefix}{Interlocked.Increment(ref _ownNumber)}";
        var answer = new TaskCompletionSource<JsonRpcMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _own["s" + id] = answer;
        try
        {
            var bytes = Replies.Request(id, method, json =>
            {
                if (cursor is not null)
                {
                    json.WriteString("cursor", cursor);
                }

                if (meta.ValueKind == JsonValueKind.Object)
                {
                    json.WriteStartObject("_meta");
                    foreach (var member in meta.EnumerateObject().Where(member => member.Name != "progressToken"))
                    {
                        member.WriteTo(json);
                    }

                    json.WriteEndObject();
                }
            });
            await _upstream.SendAsync(((JsonRpcReading.Messages)JsonRpcMessage.Read(bytes)).All[0], _ending.Token);
            return await answer.Task.WaitAsync(OwnPatience, _clock, _ending.Token);
        }
        finally
        {
            _own.TryRemove("s" + id, out _);
        }
    }

    private async ValueTask FromServerAsync(JsonRpcMessage message)
    {
        if (!message.IsResponse)
        {
            if (message.Method == "notifications/tools/list_changed")
            {
                _tools.Forget();
            }

            await ReplyAsync(message.Raw);
            return;
        }

        if (message.Id is not null && _own.TryGetValue(message.Id, out var own))
        {
            own.TrySetResult(message);
            return;
        }

        if (message.Id is null || !_open.TryGetValue(message.Id, out var request) || (request.Message.Method == "tools/call" && !request.IsForwarded))
        {
            if (message.Id is null && message.Error.ValueKind == JsonValueKind.Object)
            {
                await ReplyAsync(message.Raw);
                return;
            }

            // An answer that nobody asked for is one way around the judging of answers.
            Note("The server sent an answer to nothing that is open; that does not go on.");
            return;
        }

        if (!request.TryAnswer())
        {
            Note("The server answered a request a second time; that does not go on.");
            return;
        }

        Note(request, message);
        if (AnswerJudge.IsJudged(request.Message.Method!, message))
        {
            Judge(() => JudgeAnswerAsync(request, message), request);
            return;
        }

        Close(request);
        await ReplyAsync(message.Raw);
    }

    private async Task JudgeAnswerAsync(OpenRequest request, JsonRpcMessage message)
    {
        var isList = request.Message.Method == "tools/list";
        if (isList)
        {
            Learn(message.Result);
            await _listing.WaitAsync(_ending.Token);
        }

        ReadOnlyMemory<byte> answer;
        try
        {
            answer = await _answers.JudgeAsync(request, message, _ending.Token);
        }
        finally
        {
            if (isList)
            {
                _listing.Release();
            }
        }

        Close(request);
        await ReplyAsync(answer);
    }

    // What the server says of itself at the beginning tells whether clients hear of changed lists.
    private void Note(OpenRequest request, JsonRpcMessage message)
    {
        if (request.Message.Method is "initialize" or "server/discover")
        {
            _tellsChanges = JsonRpcMessage.Member(JsonRpcMessage.Member(JsonRpcMessage.Member(message.Result, "capabilities"), "tools"), "listChanged").ValueKind == JsonValueKind.True;
        }
    }

    private void Learn(JsonElement result)
    {
        if (JsonRpcMessage.Member(result, "tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (JsonRpcMessage.Text(tool, "name") is { } name)
                {
                    _upstream.Learn(name, JsonRpcMessage.Member(tool, "inputSchema"));
                }
            }
        }
    }

    private void TellChange()
    {
        if (_tellsChanges)
        {
            Judge(async () => await ReplyAsync(Replies.Notification("notifications/tools/list_changed")), null);
        }
    }

    private async ValueTask ForwardAsync(JsonRpcMessage message, OpenRequest? request)
    {
        try
        {
            if (request is not null)
            {
                request.IsForwarded = true;
            }

            await _upstream.SendAsync(message, _ending.Token);
        }
        catch (IOException problem)
        {
            if (request is not null)
            {
                await AnswerAsync(request, Replies.Error(request.Id, -32000, $"The server cannot be reached: {problem.Message}"));
            }
        }
    }

    // Whatever goes wrong while something is judged, it is not done and not shown.
    private void Judge(Func<Task> judge, OpenRequest? request)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await judge();
            }
            catch (OperationCanceledException)
            {
                if (request is not null)
                {
                    Close(request);
                }
            }
            catch (Exception problem) when (request is not null)
            {
                Note($"{problem.GetType().Name}: {problem.Message}");
                Close(request);
                await ReplyAsync(Replies.Error(request.Id, -32603, "It could not be judged, so it is withheld."));
            }
        });
        _judging[task] = true;
        task.ContinueWith(static (done, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(done, out _), _judging, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async ValueTask AnswerAsync(OpenRequest request, ReadOnlyMemory<byte> answer)
    {
        if (request.TryAnswer())
        {
            _open.TryRemove(new KeyValuePair<string, OpenRequest>(request.Message.Id!, request));
            await ReplyAsync(answer);
        }
    }

    private void Close(OpenRequest request)
    {
        _open.TryRemove(new KeyValuePair<string, OpenRequest>(request.Message.Id!, request));
        request.Dispose();
    }

    private void Report(OpenRequest request, string outcome, string? detail)
    {
        if (request.Proposal is { } proposal)
        {
            _outcomes.Add(proposal, outcome, detail);
        }
    }

    private ValueTask ReplyAsync(ReadOnlyMemory<byte> message) => _client.WriteAsync(message, CancellationToken.None);

    private void Note(string what)
    {
        // Bounded: a server that sends rubbish must not fill somebody's log.
        const int Most = 100;
        var number = Interlocked.Increment(ref _noted);
        if (number <= Most)
        {
            _notes.WriteLine($"pharos mcp proxy: {Proposals.VisibleText.Of(what)}{(number == Most ? " (nothing more is said about such things)" : "")}");
        }
    }

    private static JsonElement? IdOf(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
