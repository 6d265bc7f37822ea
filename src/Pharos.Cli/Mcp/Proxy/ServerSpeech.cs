using System.Text.Json;
using Pharos.Gate.Facts.Texts;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// What the server says without being asked: requests to the client (sampling, elicitation and whatever comes), notifications, and errors that belong to nothing. A model or its user reads it, so it is judged like a
/// result. A request always is; a notification, of which there may be thousands, only where something stands in it that results are refused for, which is looked for here. Safe for use by many threads.
/// </summary>
/// <param name="gate">The gate.</param>
/// <param name="open">Its requests that have no answer yet.</param>
/// <param name="replies">Reaches the server.</param>
/// <param name="client">Where the client reads.</param>
/// <param name="options">How to behave.</param>
/// <param name="notes">Where a person may read what went wrong.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServerSpeech(GateClient gate, ServerRequests open, ServerReplies replies, MessageWriter client, ProxyOptions options, ProxyNotes notes, TimeProvider clock) : IDisposable
{
    // A server that floods is not kept in memory, and does not take every connection to the gate from the calls.
    private const int MostJudged = 32;

    // Longer than any progress; whoever has more to say says it to the gate.
    private const int LongestUnjudged = 4 * 1024;

    private const int LongestMethod = 128;

    private readonly SemaphoreSlim _places = new(MostJudged, MostJudged);

    /// <summary>Takes what the server says by itself. What the gate has to look at is judged beside the messages that go on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="traffic">The ways on.</param>
    public async ValueTask TakeAsync(JsonRpcMessage message, ProxyTraffic traffic)
    {
        if (await TryCancelAsync(message))
        {
            return;
        }

        var request = message.IsRequest ? new ServerRequest(message) : null;
        if (request is not null && !await TryOpenAsync(message, request, traffic.Ending))
        {
            return;
        }

        if (ToBeJudged(message) is { } texts)
        {
            traffic.Judge(() => JudgeAsync(message, request, texts, traffic.Ending), null);
            return;
        }

        await PassAsync(message, request);
    }

    /// <summary>Answers a request that cannot be read; a notification like that is only dropped.</summary>
    public async ValueTask RefuseUnreadAsync(JsonElement? id, CancellationToken cancellationToken)
    {
        if (id is { ValueKind: JsonValueKind.String or JsonValueKind.Number } known)
        {
            await replies.NotAskedAsync(known, cancellationToken);
        }
    }

    /// <summary>The session is over in which the server asked: nobody there waits for an answer any more.</summary>
    public async ValueTask ForgetAsync()
    {
        foreach (var request in open.TakeAll())
        {
            await request.GiveUpAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async ValueTask<bool> TryOpenAsync(JsonRpcMessage message, ServerRequest request, CancellationToken cancellationToken)
    {
        if (open.Refuse(request, out var gone) is { } why)
        {
            request.Dispose();
            await RefuseAsync(message, null, why, cancellationToken);
            return false;
        }

        if (gone is not null)
        {
            await replies.CrowdedOutAsync(gone, cancellationToken);
            gone.Dispose();
        }

        return true;
    }

    // The texts that the gate has to look at before the client gets a message; null when it may go on as it came.
    private static ResultTexts? ToBeJudged(JsonRpcMessage message)
    {
        var texts = ResultTexts.Of(message.IsResponse ? message.Error : message.Params);
        return texts.IsEmpty && message.Method is not { Length: > LongestMethod } ? null
            : message.IsRequest || message.Method is { Length: > LongestMethod } || texts.Length > LongestUnjudged || texts.HasSigns ? texts
            : null;
    }

    // True when a notification gives up a request that the client never heard of.
    private async ValueTask<bool> TryCancelAsync(JsonRpcMessage message)
    {
        if (message.Method != "notifications/cancelled" || open.GiveUp(JsonRpcMessage.IdOf(JsonRpcMessage.Member(message.Params, "requestId"))) is not { } request)
        {
            return false;
        }

        await request.GiveUpAsync();
        return !request.IsWithClient;
    }

    private async Task JudgeAsync(JsonRpcMessage message, ServerRequest? request, ResultTexts texts, CancellationToken cancellationToken)
    {
        if (message.Method is { Length: > LongestMethod })
        {
            await RefuseAsync(message, request, $"a method's name has at most {LongestMethod} characters.", cancellationToken);
            return;
        }

        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await RefuseAsync(message, request, $"{MostJudged} messages are being judged already.", cancellationToken);
            return;
        }

        try
        {
            using var judging = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request?.GivenUp ?? CancellationToken.None);
            await AskAsync(message, request, texts, judging.Token, cancellationToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            await RefuseAsync(message, request, $"it could not be judged ({problem.GetType().Name}: {problem.Message})", cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task AskAsync(JsonRpcMessage message, ServerRequest? request, ResultTexts texts, CancellationToken given, CancellationToken ending)
    {
        var content = message.IsResponse ? message.Error : message.Params;
        var proposal = new GateProposal(
            "tool-result",
            options.NameOf(message.Method ?? "error"),
            Guid.CreateVersion7(clock.GetUtcNow()),
            json => texts.Write(json, content.GetRawText(), call: null, isError: message.IsResponse));
        GateAnswer verdict;
        try
        {
            // Nobody waits for a notification, and one that comes minutes late says nothing.
            verdict = await gate.ProposeAsync(proposal, message.IsRequest ? options.Wait : TimeSpan.Zero, given);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            // The server gave its request up, and expects no answer.
            request?.Dispose();
            return;
        }

        if (verdict is { IsAllowed: true, Edited: null })
        {
            await PassAsync(message, request);
            return;
        }

        await RefuseAsync(message, request, $"{verdict.Reason} Proposal {verdict.Id ?? "none"}, rule {verdict.Rule}", ending);
    }

    private async ValueTask PassAsync(JsonRpcMessage message, ServerRequest? request)
    {
        // Before it is written: the answer may be here before the writing has ended.
        if (request is null || open.TryPass(request))
        {
            await client.WriteAsync(message.Raw, CancellationToken.None);
        }
    }

    private async Task RefuseAsync(JsonRpcMessage message, ServerRequest? request, string why, CancellationToken cancellationToken)
    {
        notes.Add($"What the server sent by itself ({ServerReplies.Name(message.Method)}) does not go on: {why}");
        if (request is not null)
        {
            open.Close(request);
        }

        if (message.IsRequest)
        {
            await replies.NotAskedAsync(JsonRpcMessage.Member(message.Body, "id"), cancellationToken);
        }
    }
}
