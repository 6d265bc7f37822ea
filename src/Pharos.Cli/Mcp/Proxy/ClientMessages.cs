using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What the client says: calls of tools and answers to the server are held until the gate has spoken, everything else goes on as it came.</summary>
/// <param name="traffic">The ways on.</param>
/// <param name="answers">What it answers to the server's own requests.</param>
/// <param name="calls">Asks the gate about calls.</param>
/// <param name="served">The server's tools.</param>
/// <param name="outcomes">The record.</param>
/// <param name="maximum">Longest message.</param>
internal sealed class ClientMessages(ProxyTraffic traffic, ClientAnswers answers, CallJudge calls, ServerTools served, OutcomeReports outcomes, int maximum)
{
    /// <summary>Takes everything that the client sends, until it has ended.</summary>
    public async Task ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var lines = new MessageLines(input, maximum);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Bytes is null)
            {
                await RefuseAsync(JsonRpcMessage.IdElement(line.Id), line.IsAnswer, -32600, $"The message has {line.Length} bytes; at most {maximum} go through.");
                continue;
            }

            switch (JsonRpcMessage.Read(line.Bytes))
            {
                case JsonRpcReading.Refused refused:
                    await RefuseAsync(refused.Id, refused.IsAnswer, refused.Code, refused.Why);
                    break;
                case JsonRpcReading.Messages read:
                    foreach (var message in read.All)
                    {
                        await TakeAsync(message);
                    }

                    foreach (var unread in read.Unread)
                    {
                        await RefuseAsync(unread.Id, unread.IsAnswer, unread.Code, unread.Why);
                    }

                    break;
            }
        }
    }

    // The id of an answer is the server's; the client might have a request with the same one.
    private async ValueTask RefuseAsync(JsonElement? id, bool isAnswer, int code, string why)
    {
        if (!isAnswer || !answers.TryTakeUnread(id, why))
        {
            await traffic.ReplyAsync(Replies.Error(isAnswer ? null : id, code, why));
        }
    }

    private async ValueTask TakeAsync(JsonRpcMessage message)
    {
        if (message.IsResponse)
        {
            answers.Take(message);
            return;
        }

        if (!message.IsRequest)
        {
            await TakeNotificationAsync(message);
            return;
        }

        var request = new OpenRequest(message);
        if (traffic.Open.Refuse(request) is { } why)
        {
            await traffic.ReplyAsync(Replies.Error(request.Id, -32600, why));
            request.Dispose();
            return;
        }

        if (message.Method == "tools/call")
        {
            request.Tool = JsonRpcMessage.Text(message.Params, "name");
            traffic.Judge(() => CallAsync(request), request);
        }
        else
        {
            await traffic.ForwardAsync(message, request);
        }
    }

    private async ValueTask TakeNotificationAsync(JsonRpcMessage message)
    {
        if (message.Method == "notifications/cancelled" && traffic.Open.Find(JsonRpcMessage.IdOf(JsonRpcMessage.Member(message.Params, "requestId"))) is { } cancelled)
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
                traffic.Report(cancelled, "unknown", "The client gave it up.");
                traffic.Open.Close(cancelled);
            }
        }

        // Without an id nobody is answered, but a server might do it all the same.
        if (!message.Method!.StartsWith("notifications/", StringComparison.Ordinal))
        {
            traffic.Notes.Add($"The client sent \"{message.Method}\" without an id; that does not go on.");
            return;
        }

        await traffic.ForwardAsync(message, null);
    }

    private async Task CallAsync(OpenRequest request)
    {
        if (request.Tool is null)
        {
            await traffic.AnswerAsync(request, Replies.Error(request.Id, -32602, "\"params.name\" names the tool."));
            return;
        }

        await served.EnsureListedAsync(request, traffic.Ending);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, traffic.Ending);
        var (message, denial) = await calls.JudgeAsync(request, served.HasNoList, either.Token);
        if (request.Continues is { } earlier && earlier != request.Proposal)
        {
            outcomes.Add(earlier, "done", $"The server asked for input; what was answered is the call {request.Proposal ?? "that could not be judged"}.");
        }

        if (denial is not null)
        {
            await traffic.AnswerAsync(request, denial);
            return;
        }

        await traffic.ForwardAsync(message!, request);
    }
}
