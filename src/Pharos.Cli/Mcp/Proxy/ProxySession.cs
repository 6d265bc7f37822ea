namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// One session between a client and a server, with the gate in the middle. Messages go on as they came, in their order; only calls of tools, lists of tools, what a model would read of what the server says, and what the server would learn from the client's answers are held
/// until the gate has spoken, each by itself, so that one that waits for a person stops nothing else. Fails closed: without the gate nothing is called and nothing is read.
/// </summary>
internal sealed class ProxySession : IAsyncDisposable
{
    private readonly OwnRequests _own;
    private readonly ServerTools _served;
    private readonly UnderWayReports _underWay;
    private readonly ToolListings _tools;
    private readonly OutcomeReports _outcomes;
    private readonly ServerRequests _asked = new();
    private readonly ClientAnswers _answers;
    private readonly ServerSpeech _speech;
    private readonly ProxyTraffic _traffic;
    private readonly ClientMessages _fromClient;
    private readonly ServerMessages _fromServer;

    /// <param name="client">Where the client reads.</param>
    /// <param name="upstream">The server.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="notes">Where a person may read what went wrong.</param>
    /// <param name="clock">The clock.</param>
    public ProxySession(MessageWriter client, IMcpUpstream upstream, GateClient gate, ProxyOptions options, TextWriter notes, TimeProvider clock)
    {
        var said = new ProxyNotes(notes);
        var continued = new ContinuedCalls(clock);
        _outcomes = new OutcomeReports(gate.TryReportAsync, clock);
        _traffic = new ProxyTraffic(client, upstream, _outcomes, said, clock);
        _tools = new ToolListings(gate, options, new WithheldTools(said, options), TellChange, clock);
        _own = new OwnRequests(upstream, clock);
        _served = new ServerTools(upstream, _own, _tools, said);
        _underWay = new UnderWayReports(_traffic.Open, _outcomes, clock);
        var replies = new ServerReplies(upstream, said);
        _answers = new ClientAnswers(_traffic, _asked, replies, gate, _outcomes, options, clock);
        _speech = new ServerSpeech(gate, _asked, replies, client, options, said, clock);
        _fromClient = new ClientMessages(_traffic, _answers, new CallJudge(gate, _tools, continued, client, options, clock), _served, _outcomes, options.MaximumMessage);
        _fromServer = new ServerMessages(
            _traffic, new AnswerJudge(gate, _tools, continued, _outcomes, options, clock), _speech, _own, _served, _tools, options.MaximumMessage);
        upstream.Guard = _fromServer;
    }

    /// <summary>Takes everything that the client sends, until it has ended.</summary>
    public Task ReadClientAsync(Stream input, CancellationToken cancellationToken) => _fromClient.ReadAsync(input, cancellationToken);

    /// <summary>Takes one line of the server.</summary>
    public ValueTask ReceiveAsync(MessageLine line) => _fromServer.ReceiveAsync(line);

    /// <summary>Answers everything that is still open: the server has gone.</summary>
    public async Task EndAsync(string why)
    {
        _own.Fail(why);
        foreach (var request in _traffic.Open.All.Where(request => !request.IsForwarded))
        {
            await _traffic.AnswerAsync(request, Replies.Error(request.Id, -32000, why));
            await request.CancelAsync();
        }

        await SettleAsync();
        foreach (var request in _traffic.Open.All)
        {
            if (request.TryAnswer())
            {
                _traffic.Report(request, "failed", why);
                await _traffic.ReplyAsync(Replies.Error(request.Id, -32000, why));
            }
        }
    }

    /// <summary>Waits for what is being judged, but not for people.</summary>
    public Task SettleAsync() => _traffic.SettleAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _traffic.EndAsync();
        await _underWay.DisposeAsync();
        await _tools.DisposeAsync();
        await _outcomes.DisposeAsync();
        _traffic.Dispose();
        _speech.Dispose();
        _answers.Dispose();
        _asked.Dispose();
        _served.Dispose();
    }

    private void TellChange()
    {
        if (_fromServer.TellsChanges)
        {
            _traffic.Judge(async () => await _traffic.ReplyAsync(Replies.Notification("notifications/tools/list_changed")), null);
        }
    }
}
