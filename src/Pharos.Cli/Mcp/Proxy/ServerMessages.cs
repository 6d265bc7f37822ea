using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What the server says: answers and what it says by itself are held until the gate has spoken, where a model would read them.</summary>
/// <param name="traffic">The ways on.</param>
/// <param name="answers">Asks the gate about answers.</param>
/// <param name="speech">Asks the gate about what nobody asked for.</param>
/// <param name="own">What the proxy asked itself.</param>
/// <param name="served">The server's tools.</param>
/// <param name="tools">What the gate said of them.</param>
/// <param name="maximum">Longest message.</param>
internal sealed class ServerMessages(ProxyTraffic traffic, AnswerJudge answers, ServerSpeech speech, OwnRequests own, ServerTools served, ToolListings tools, int maximum) : IUpstreamGuard
{
    private volatile bool _tellsChanges;

    /// <summary>Whether the server promised to tell of changed lists.</summary>
    public bool TellsChanges => _tellsChanges;

    /// <summary>Takes one line.</summary>
    public async ValueTask ReceiveAsync(MessageLine line)
    {
        if (line.Bytes is null)
        {
            traffic.Notes.Add($"The server sent a message of {line.Length} bytes; at most {maximum} are read.");
            var why = $"The result has {line.Length} bytes; at most {maximum} are looked at, so it is withheld.";
            await WithholdAsync(JsonRpcMessage.IdElement(line.Id), line.IsAnswer, "result.size", why, why);
            return;
        }

        switch (JsonRpcMessage.Read(line.Bytes))
        {
            case JsonRpcReading.Refused refused:
                await WithholdAsync(refused);
                break;
            case JsonRpcReading.Messages read:
                foreach (var message in read.All)
                {
                    await TakeAsync(message);
                }

                foreach (var unread in read.Unread)
                {
                    await WithholdAsync(unread);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public ValueTask BeganAnewAsync()
    {
        tools.Forget();
        return speech.ForgetAsync();
    }

    /// <inheritdoc/>
    /// <remarks>It may be another server by now, so what it says of a tool is looked at before the tool is called there.</remarks>
    public async ValueTask<bool> MayRepeatAsync(JsonRpcMessage message)
    {
        if (message.Method != "tools/call" || traffic.Open.Find(message.Id) is not { Tool: { } tool } request)
        {
            return true;
        }

        await served.EnsureListedAsync(request, traffic.Ending);
        return served.HasNoList || tools.Find(tool) is { IsShown: true };
    }

    private ValueTask WithholdAsync(JsonRpcReading.Refused refused)
    {
        traffic.Notes.Add($"The server sent what is no message: {refused.Why}");
        return WithholdAsync(refused.Id, refused.IsAnswer, "result.unread", "The server's answer cannot be read in one way only, so it is withheld.", refused.Why);
    }

    private async ValueTask WithholdAsync(JsonElement? id, bool isAnswer, string code, string why, string detail)
    {
        if (!isAnswer)
        {
            // A request of the server, which may have an id that the client uses too.
            await speech.RefuseUnreadAsync(id, traffic.Ending);
            return;
        }

        if (id is { } known && traffic.Open.TakeUnanswered(JsonRpcMessage.IdOf(known)) is { } request)
        {
            await traffic.ReplyAsync(request.Tool is null ? Replies.Error(known, -32603, why) : Replies.Denied(known, why, GateAnswer.Refused(code, why)));
            traffic.Report(request, "failed", detail);
            request.Dispose();
        }
    }

    private async ValueTask TakeAsync(JsonRpcMessage message)
    {
        if (!message.IsResponse)
        {
            await TakeUnaskedAsync(message);
            return;
        }

        message.ListChanges = tools.Changes;
        if (own.TryTake(message))
        {
            return;
        }

        if (traffic.Open.Find(message.Id) is not { } request || (request.Message.Method == "tools/call" && !request.IsForwarded))
        {
            if (message.Id is null && message.Error.ValueKind == JsonValueKind.Object)
            {
                await TakeUnaskedAsync(message);
                return;
            }

            // An answer that nobody asked for is one way around the judging of answers.
            traffic.Notes.Add("The server sent an answer to nothing that is open; that does not go on.");
            return;
        }

        if (!request.TryAnswer())
        {
            traffic.Notes.Add("The server answered a request a second time; that does not go on.");
            return;
        }

        NoteAbilities(request, message);
        if (AnswerJudge.IsJudged(request.Message.Method!, message))
        {
            traffic.Judge(() => JudgeAsync(request, message), request);
            return;
        }

        traffic.Open.Close(request);
        await traffic.ReplyAsync(message.Raw);
    }

    private ValueTask TakeUnaskedAsync(JsonRpcMessage message)
    {
        if (message.Method == "notifications/tools/list_changed")
        {
            tools.Forget();
        }

        return speech.TakeAsync(message, traffic);
    }

    private async Task JudgeAsync(OpenRequest request, JsonRpcMessage message)
    {
        var answer = request.Message.Method == "tools/list"
            ? await served.InTurnAsync(message, () => answers.JudgeAsync(request, message, traffic.Ending), traffic.Ending)
            : await answers.JudgeAsync(request, message, traffic.Ending);
        traffic.Open.Close(request);
        await traffic.ReplyAsync(answer);
    }

    // What the server says of itself at the beginning tells whether clients hear of changed lists.
    private void NoteAbilities(OpenRequest request, JsonRpcMessage message)
    {
        if (request.Message.Method is "initialize" or "server/discover")
        {
            _tellsChanges = JsonRpcMessage.Member(JsonRpcMessage.Member(JsonRpcMessage.Member(message.Result, "capabilities"), "tools"), "listChanged").ValueKind == JsonValueKind.True;
        }
    }
}
