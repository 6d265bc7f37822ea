using System.Collections.Concurrent;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// One session between a client and a server, with the gate in the middle. Messages go on as they came, in their order; only calls of tools, lists of tools, and what a model would read of the answers are held
/// until the gate has spoken, each by itself, so that one that waits for a person stops nothing else. Fails closed: without the gate nothing is called and nothing is read.
/// </summary>
internal sealed class ProxySession : IAsyncDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly MessageWriter _client;
    private readonly IMcpUpstream _upstream;
    private readonly ProxyOptions _options;
    private readonly ProxyNotes _notes;
    private readonly OwnRequests _own;
    private readonly ServerTools _served;
    private readonly UnderWayReports _underWay;
    private readonly TimeProvider _clock;
    private readonly ToolListings _tools;
    private readonly OutcomeReports _outcomes;
    private readonly CallJudge _calls;
    private readonly AnswerJudge _answers;
    private readonly ConcurrentDictionary<string, OpenRequest> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _judging = new();
    private readonly CancellationTokenSource _ending = new();
    private volatile bool _tellsChanges;

    /// <param name="client">Where the client reads.</param>
    /// <param name="upstream">The server.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="notes">Where a person may read what went wrong.</param>
    /// <param name="clock">The clock.</param>
    public ProxySession(MessageWriter client, IMcpUpstream upstream, GateClient gate, ProxyOptions options, TextWriter notes, TimeProvider clock)
    {
        (_client, _upstream, _options, _notes, _clock) = (client, upstream, options, new ProxyNotes(notes), clock);
        _tools = new ToolListings(gate, options, TellChange, clock);
        _outcomes = new OutcomeReports(gate, clock);
        var continued = new ContinuedCalls();
        _calls = new CallJudge(gate, _tools, continued, client, options, clock);
        _answers = new AnswerJudge(gate, _tools, continued, _outcomes, options, clock);
        _own = new OwnRequests(upstream, clock);
        _served = new ServerTools(upstream, _own, _tools, _notes);
        _underWay = new UnderWayReports(_open, _outcomes, clock);
    }

    /// <summary>Takes everything that the client sends, until it has ended.</summary>
    public async Task ReadClientAsync(Stream input, CancellationToken cancellationToken)
    {
        var lines = new MessageLines(input, _options.MaximumMessage);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Bytes is null)
            {
                await ReplyAsync(Replies.Error(JsonRpcMessage.IdElement(line.Id), -32600, $"The message has {line.Length} bytes; at most {_options.MaximumMessage} go through."));
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
            _notes.Add($"The server sent a message of {line.Length} bytes; at most {_options.MaximumMessage} are read.");
            if (JsonRpcMessage.IdElement(line.Id) is { } id && JsonRpcMessage.IdOf(id) is { } key && _open.TryRemove(key, out var request) && request.TryAnswer())
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
                _notes.Add($"The server sent what is no message: {refused.Why}");
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
        _own.Fail(why);
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
        await _underWay.DisposeAsync();
        await _tools.DisposeAsync();
        await _outcomes.DisposeAsync();
        foreach (var request in _open.Values)
        {
            request.Dispose();
        }

        _served.Dispose();
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
            _notes.Add($"The client sent \"{message.Method}\" without an id; that does not go on.");
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

        await _served.EnsureListedAsync(request, _ending.Token);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, _ending.Token);
        var verdict = await _calls.JudgeAsync(request, _served.HasNoList, either.Token);
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

        if (_own.TryTake(message))
        {
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
            _notes.Add("The server sent an answer to nothing that is open; that does not go on.");
            return;
        }

        if (!request.TryAnswer())
        {
            _notes.Add("The server answered a request a second time; that does not go on.");
            return;
        }

        NoteAbilities(request, message);
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
        var answer = request.Message.Method == "tools/list"
            ? await _served.InTurnAsync(message, () => _answers.JudgeAsync(request, message, _ending.Token), _ending.Token)
            : await _answers.JudgeAsync(request, message, _ending.Token);
        Close(request);
        await ReplyAsync(answer);
    }

    // What the server says of itself at the beginning tells whether clients hear of changed lists.
    private void NoteAbilities(OpenRequest request, JsonRpcMessage message)
    {
        if (request.Message.Method is "initialize" or "server/discover")
        {
            _tellsChanges = JsonRpcMessage.Member(JsonRpcMessage.Member(JsonRpcMessage.Member(message.Result, "capabilities"), "tools"), "listChanged").ValueKind == JsonValueKind.True;
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
                _notes.Add($"{problem.GetType().Name}: {problem.Message}");
                Close(request);
                await ReplyAsync(Replies.Error(request.Id, -32603, "It could not be judged, so it is withheld."));
            }
        });
        _judging[task] = true;
        _ = task.ContinueWith(static (done, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(done, out _), _judging, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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
}
