using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// What the client answers to the server's own requests. It is something told to the server, like the arguments of a call, and judged like one; the server gets an error in the place of what is not allowed. Safe for use by
/// many threads.
/// </summary>
/// <param name="traffic">The ways on.</param>
/// <param name="asked">What the server asked.</param>
/// <param name="replies">Reaches the server.</param>
/// <param name="gate">The gate.</param>
/// <param name="outcomes">The record.</param>
/// <param name="options">How to behave.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientAnswers(
    ProxyTraffic traffic, ServerRequests asked, ServerReplies replies, GateClient gate, OutcomeReports outcomes, ProxyOptions options, TimeProvider clock) : IDisposable
{
    // Answers that wait for people do not take every connection to the gate from the calls.
    private const int MostJudged = 32;

    private readonly SemaphoreSlim _places = new(MostJudged, MostJudged);

    /// <summary>Takes an answer. What comes of it happens beside the messages that go on.</summary>
    public void Take(JsonRpcMessage message)
    {
        if (asked.Take(message.Id) is not { } request)
        {
            traffic.Notes.Add("The client answered something that the server did not ask, or answered it a second time; that does not go on.");
            return;
        }

        traffic.Judge(() => SettleAsync(request, token => TakeAsync(request, message, token)), null);
    }

    /// <summary>Takes an answer that cannot be read; false where it answers nothing that is open.</summary>
    public bool TryTakeUnread(JsonElement? id, string why)
    {
        if (id is not { } known || asked.Take(JsonRpcMessage.IdOf(known)) is not { } request)
        {
            return false;
        }

        traffic.Judge(() => SettleAsync(request, token => replies.WithholdAsync(request, why, token).AsTask()), null);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task SettleAsync(ServerRequest request, Func<CancellationToken, Task> settle)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.GivenUp, traffic.Ending);
        try
        {
            await settle(either.Token);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // The server waits for an answer, whatever went wrong here.
            await replies.WithholdAsync(request, $"it could not be judged ({problem.GetType().Name}: {problem.Message})", traffic.Ending);
        }
        finally
        {
            asked.Close(request);
        }
    }

    private async Task TakeAsync(ServerRequest request, JsonRpcMessage message, CancellationToken cancellationToken)
    {
        if (message.Error.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            await replies.TrySendAsync(PlainError(request, message.Error), cancellationToken);
            return;
        }

        if (SaysNothing(request, message.Result))
        {
            await replies.TrySendAsync(message, cancellationToken);
            return;
        }

        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await replies.WithholdAsync(request, $"{MostJudged} answers are being judged already.", cancellationToken);
            return;
        }

        try
        {
            await JudgeAsync(request, message, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task JudgeAsync(ServerRequest request, JsonRpcMessage message, CancellationToken cancellationToken)
    {
        var verdict = await gate.ProposeAsync(ProposalOf(request, message.Result), options.Wait, cancellationToken);
        if (!verdict.IsAllowed)
        {
            await replies.WithholdAsync(request, $"{verdict.Reason} Proposal {verdict.Id ?? "none"}, rule {verdict.Rule}", cancellationToken);
            return;
        }

        if (verdict.Edited is { } edited)
        {
            if (JsonRpcMessage.Member(edited, "answer") is not { ValueKind: JsonValueKind.Object } answer)
            {
                await replies.WithholdAsync(request, "what was approved in its place has no object \"answer\".", cancellationToken);
                return;
            }

            message = ((JsonRpcReading.Messages)JsonRpcMessage.Read(Replies.With(message.Body, "result", answer.WriteTo))).All[0];
        }

        var isSent = await replies.TrySendAsync(message, cancellationToken);
        if (verdict.Id is { } proposal)
        {
            outcomes.Add(proposal, isSent ? "done" : "failed");
        }
    }

    // With what was asked: who says yes to one question has not said yes to another.
    private GateProposal ProposalOf(ServerRequest request, JsonElement result) => new("tool-call", NameOf(request.Method), Guid.CreateVersion7(clock.GetUtcNow()), json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("answer");
        json.WriteRawValue(result.GetRawText(), skipInputValidation: true);
        if (request.Asked is { } question)
        {
            json.WritePropertyName("asked");
            json.WriteRawValue(question, skipInputValidation: true);
        }

        json.WriteEndObject();
    });

    // Tools have names without a slash as a rule, and methods with one. Any other method is no tool either.
    private string NameOf(string method) => options.NameOf(method.Contains('/', StringComparison.Ordinal) ? method : $"({method})");

    private bool SaysNothing(ServerRequest request, JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Object)
        {
            var members = result.EnumerateObject().Take(2).ToList();
            return members.Count == 0
                || (members.Count == 1 && request.Method == "elicitation/create" && members[0].NameEquals("action") && JsonRpcMessage.Text(result, "action") is "accept" or "decline" or "cancel")
                || (request.Method == "roots/list" && WorkspaceRoots.SayNothingNew(result, options.OwnWorkspace));
        }

        return result.ValueKind == JsonValueKind.Null;
    }

    // The code says what went wrong. The words may be anybody's, and no server needs them.
    private static JsonRpcMessage PlainError(ServerRequest request, JsonElement error)
    {
        var code = JsonRpcMessage.Member(error, "code") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var said) ? said : -32603;
        var words = code switch
        {
            -1 => "The user rejected this.",
            -32601 => "Method not found",
            -32602 => "Invalid params",
            _ => "The client answered with an error.",
        };
        return ((JsonRpcReading.Messages)JsonRpcMessage.Read(Replies.Error(request.Id, code, words))).All[0];
    }
}
