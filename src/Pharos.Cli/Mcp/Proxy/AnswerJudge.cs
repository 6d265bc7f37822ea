using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Asks the gate about what the server answers, where a model would read it: results of tools, contents of resources and prompts, lists of tools, and what the server says of itself.</summary>
internal sealed class AnswerJudge(GateClient gate, ToolListings tools, ContinuedCalls continued, OutcomeReports outcomes, ProxyOptions options, TimeProvider clock)
{
    // Answers that no model reads. Any other may hold words for one, also that of a method that nobody has heard of yet.
    private static readonly string[] Unread = ["ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"];

    /// <summary>Whether an answer is held until the gate has spoken.</summary>
    public static bool IsJudged(string method, JsonRpcMessage answer) => method switch
    {
        "tools/list" => answer.Result.ValueKind == JsonValueKind.Object,
        "initialize" or "server/discover" => JsonRpcMessage.Text(answer.Result, "instructions") is not null,
        _ => !Unread.Contains(method, StringComparer.Ordinal),
    };

    /// <summary>What the client gets: the answer as it came, without what is withheld, or a denial in its place.</summary>
    public Task<ReadOnlyMemory<byte>> JudgeAsync(OpenRequest request, JsonRpcMessage answer, CancellationToken cancellationToken) => request.Message.Method switch
    {
        "tools/list" => ListAsync(request, answer, cancellationToken),
        "initialize" or "server/discover" => InstructionsAsync(answer, cancellationToken),
        _ => ContentAsync(request, answer, cancellationToken),
    };

    private async Task<ReadOnlyMemory<byte>> ListAsync(OpenRequest request, JsonRpcMessage answer, CancellationToken cancellationToken)
    {
        var isFirst = JsonRpcMessage.Member(request.Message.Params, "cursor").ValueKind != JsonValueKind.String;
        if (await tools.JudgeAsync(answer.Result, isFirst, answer.ListChanges, cancellationToken) is not { } shown || !shown.Contains(false))
        {
            return answer.Raw;
        }

        return Replies.With(answer.Body, "result", json => Replies.With(json, answer.Result, "tools", WriteTools));

        void WriteTools(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            foreach (var (tool, isShown) in JsonRpcMessage.Member(answer.Result, "tools").EnumerateArray().Zip(shown))
            {
                if (isShown)
                {
                    json.WriteRawValue(tool.GetRawText(), skipInputValidation: true);
                }
            }

            json.WriteEndArray();
        }
    }

    private async Task<ReadOnlyMemory<byte>> InstructionsAsync(JsonRpcMessage answer, CancellationToken cancellationToken)
    {
        var verdict = await tools.JudgeInstructionsAsync(JsonRpcMessage.Text(answer.Result, "instructions")!, cancellationToken);
        return verdict is { IsAllowed: true, Edited: null }
            ? answer.Raw
            : Replies.With(answer.Body, "result", json =>
            {
                json.WriteStartObject();
                foreach (var member in answer.Result.EnumerateObject().Where(member => member.Name != "instructions"))
                {
                    json.WritePropertyName(member.Name);
                    json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
                }

                json.WriteEndObject();
            });
    }

    private async Task<ReadOnlyMemory<byte>> ContentAsync(OpenRequest request, JsonRpcMessage answer, CancellationToken cancellationToken)
    {
        var isCall = request.Message.Method == "tools/call";
        var isContinued = isCall && JsonRpcMessage.Text(answer.Result, "resultType") == "input_required";
        if (isContinued && !continued.TryAdd(request, answer.Result))
        {
            Fail(request, $"The server asked for input more than {ContinuedCalls.MostRounds} times.");
            return Replies.Denied(
                request.Id,
                $"The server asked for input more than {ContinuedCalls.MostRounds} times in one call, so Pharos ended it. What was asked of the server until then has been done.",
                GateAnswer.Refused("call.rounds", "asked too often"));
        }

        // What a server asks before it goes on is looked into like any result: clients that do not know of it read an ordinary one.

        var isError = answer.Error.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        var isFailure = isError || JsonRpcMessage.Member(answer.Result, "isError").ValueKind == JsonValueKind.True;
        if (isCall && !isContinued && request.Proposal is { } call)
        {
            outcomes.Add(call, isFailure ? "failed" : "done");
        }

        var content = isError ? answer.Error : answer.Result;
        var texts = ResultTexts.Of(content);
        if (texts.IsEmpty)
        {
            return answer.Raw;
        }

        var proposal = new GateProposal(
            "tool-result",
            options.NameOf(isCall ? request.Tool! : request.Message.Method!),
            Guid.CreateVersion7(clock.GetUtcNow()),
            json => texts.Write(json, content.GetRawText(), request.Proposal, isFailure));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, cancellationToken);
        var verdict = await gate.ProposeAsync(proposal, options.Wait, either.Token);
        return verdict switch
        {
            { IsAllowed: true, Edited: null } => answer.Raw,
            { IsAllowed: true, Edited: { } edited } when isCall => Rewritten(request, edited),
            _ when isCall => Replies.Denied(request.Id, Say(verdict), verdict),
            _ => Replies.Error(request.Id, -32000, Say(verdict)),
        };
    }

    private void Fail(OpenRequest request, string why)
    {
        if (request.Proposal is { } proposal)
        {
            outcomes.Add(proposal, "failed", why);
        }
    }

    private static string Say(GateAnswer verdict) =>
        $"The server answered, and Pharos withholds the answer: {(verdict.IsUnreachable ? "the gate cannot be asked. " : "")}{verdict.Reason} "
        + $"{(verdict.IsWaiting ? "A person has to look at it. " : "")}Proposal {verdict.Id ?? "none"}, rule {verdict.Rule}. What was asked of the server has been done.";

    // A reviewer let the model read something else.
    private static ReadOnlyMemory<byte> Rewritten(OpenRequest request, JsonElement edited)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            request.Id.WriteTo(json);
            json.WriteStartObject("result");
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", JsonRpcMessage.Text(edited, "text") ?? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(edited.GetRawText())));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
