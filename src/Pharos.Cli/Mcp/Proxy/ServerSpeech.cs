using System.Collections.Concurrent;
using Pharos.Gate.Facts.Texts;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// What the server says without being asked: requests to the client (sampling, elicitation and whatever comes), notifications, and errors that belong to nothing. A model or its user reads it, so it is judged like a
/// result. A request always is; a notification, of which there may be thousands, only where something stands in it that results are refused for, which is looked for here. Safe for use by many threads.
/// </summary>
internal sealed class ServerSpeech(GateClient gate, IMcpUpstream upstream, MessageWriter client, ProxyOptions options, ProxyNotes notes, TimeProvider clock) : IDisposable
{
    // A server that floods is not kept in memory, and does not take every connection to the gate from the calls.
    private const int MostJudged = 32;

    // Longer than any progress; whoever has more to say says it to the gate.
    private const int LongestUnjudged = 4 * 1024;

    private const int LongestMethod = 128;

    // What the specification's own example answers when a user rejects a request of the server.
    private const int Rejected = -1;

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _requests = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(MostJudged, MostJudged);

    /// <summary>The texts that the gate has to look at before the client gets a message; null when it may go on as it came.</summary>
    public static ResultTexts? ToBeJudged(JsonRpcMessage message)
    {
        var texts = ResultTexts.Of(message.IsResponse ? message.Error : message.Params);
        return texts.IsEmpty && message.Method is not { Length: > LongestMethod } ? null
            : message.IsRequest || message.Method is { Length: > LongestMethod } || texts.Length > LongestUnjudged || texts.HasSigns ? texts
            : null;
    }

    /// <summary>True when a notification gives up a request that the client never heard of.</summary>
    public async ValueTask<bool> TryCancelAsync(JsonRpcMessage message)
    {
        if (message.Method != "notifications/cancelled" || JsonRpcMessage.IdOf(JsonRpcMessage.Member(message.Params, "requestId")) is not { } id || !_requests.TryGetValue(id, out var judging))
        {
            return false;
        }

        try
        {
            await judging.CancelAsync();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It was judged in this moment, and the client has it: it must hear this too.
            return false;
        }
    }

    /// <summary>Asks the gate, and lets the message go on or sends the server an error in its place.</summary>
    public async Task JudgeAsync(JsonRpcMessage message, ResultTexts texts, CancellationToken cancellationToken)
    {
        if (message.Method is { Length: > LongestMethod })
        {
            await RefuseAsync(message, $"a method's name has at most {LongestMethod} characters.", cancellationToken);
            return;
        }

        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await RefuseAsync(message, $"{MostJudged} messages are being judged already.", cancellationToken);
            return;
        }

        using var judging = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (message.Id is { } id && message.IsRequest && !_requests.TryAdd(id, judging))
            {
                await RefuseAsync(message, "its id is in use.", cancellationToken);
                return;
            }

            await AskAsync(message, texts, judging.Token, cancellationToken);
        }
        finally
        {
            if (message.Id is { } id)
            {
                _requests.TryRemove(new KeyValuePair<string, CancellationTokenSource>(id, judging));
            }

            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task AskAsync(JsonRpcMessage message, ResultTexts texts, CancellationToken given, CancellationToken ending)
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
            return;
        }

        if (verdict is { IsAllowed: true, Edited: null })
        {
            await client.WriteAsync(message.Raw, CancellationToken.None);
            return;
        }

        await RefuseAsync(message, $"{verdict.Reason} Proposal {verdict.Id ?? "none"}, rule {verdict.Rule}", ending);
    }

    // What stands against it is told to people here, and not to the server, which would only learn how to say it otherwise.
    private async Task RefuseAsync(JsonRpcMessage message, string why, CancellationToken cancellationToken)
    {
        notes.Add($"What the server sent by itself ({message.Method?[..Math.Min(message.Method.Length, LongestMethod)] ?? "error"}) does not go on: {why}");
        if (!message.IsRequest)
        {
            return;
        }

        try
        {
            var answer = Replies.Error(JsonRpcMessage.Member(message.Body, "id"), Rejected, "This request was not passed on to the client.");
            await upstream.SendAsync(((JsonRpcReading.Messages)JsonRpcMessage.Read(answer)).All[0], cancellationToken);
        }
        catch (IOException problem)
        {
            notes.Add($"The server did not hear that its request was refused: {problem.Message}");
        }
    }
}
