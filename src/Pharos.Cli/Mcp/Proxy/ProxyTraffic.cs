namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The ways that messages take in a session: to the client, to the server, to the record, and aside while the gate is asked. Safe for use by many threads.</summary>
/// <param name="client">Where the client reads.</param>
/// <param name="upstream">The server.</param>
/// <param name="outcomes">The record.</param>
/// <param name="notes">Where a person may read what went wrong.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProxyTraffic(MessageWriter client, IMcpUpstream upstream, OutcomeReports outcomes, ProxyNotes notes, TimeProvider clock) : IDisposable
{
    private readonly PendingJudgements _judging = new(clock);
    private readonly CancellationTokenSource _ending = new();

    /// <summary>The client's requests that have no answer yet.</summary>
    public OpenRequests Open { get; } = new();

    /// <summary>Where a person may read what went wrong.</summary>
    public ProxyNotes Notes => notes;

    /// <summary>The session ends.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Lets the client read a message.</summary>
    public ValueTask ReplyAsync(ReadOnlyMemory<byte> message) => client.WriteAsync(message, CancellationToken.None);

    /// <summary>Answers a request that nobody has answered yet.</summary>
    public async ValueTask AnswerAsync(OpenRequest request, ReadOnlyMemory<byte> answer)
    {
        if (request.TryAnswer())
        {
            Open.Remove(request);
            await ReplyAsync(answer);
        }
    }

    /// <summary>Lets the server have a message; a request that it cannot have is answered.</summary>
    public async ValueTask ForwardAsync(JsonRpcMessage message, OpenRequest? request)
    {
        try
        {
            if (request is not null)
            {
                request.ForwardedAt = clock.GetTimestamp();
                request.IsForwarded = true;
            }

            await upstream.SendAsync(message, Ending);
        }
        catch (IOException problem)
        {
            if (request is not null)
            {
                Report(request, "failed", problem.Message);
                await AnswerAsync(request, Replies.Error(request.Id, -32000, $"The server cannot be reached: {problem.Message}"));
            }
        }
    }

    /// <summary>Records what became of a call; of anything else nothing is recorded.</summary>
    public void Report(OpenRequest request, string outcome, string? detail)
    {
        if (request.Proposal is { } proposal)
        {
            outcomes.Add(proposal, outcome, detail);
        }
    }

    /// <summary>Judges beside the messages that go on. Whatever goes wrong meanwhile, it is not done and not shown.</summary>
    public void Judge(Func<Task> judge, OpenRequest? request) => _judging.Begin(async () =>
    {
        try
        {
            await judge();
        }
        catch (OperationCanceledException)
        {
            if (request is not null)
            {
                Open.Close(request);
            }
        }
        catch (Exception problem)
        {
            notes.Add($"{problem.GetType().Name}: {problem.Message}");
            if (request is not null)
            {
                Open.Close(request);
                await ReplyAsync(Replies.Error(request.Id, -32603, "It could not be judged, so it is withheld."));
            }
        }
    });

    /// <summary>Waits for what is being judged, but not for people.</summary>
    public Task SettleAsync() => _judging.SettleAsync();

    /// <summary>Ends what waits.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await SettleAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Open.Dispose();
        _ending.Dispose();
    }
}
