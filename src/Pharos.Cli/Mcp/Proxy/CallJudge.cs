using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Asks the gate about calls of tools, and waits for a person where one has to look.</summary>
internal sealed class CallJudge(GateClient gate, ToolListings tools, ContinuedCalls continued, MessageWriter client, ProxyOptions options, TimeProvider clock)
{
    private const int LongestReason = 2_000;

    /// <summary>Judges a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="hasNoList">True when the server lists no tools at all.</param>
    /// <param name="cancellationToken">The client gave up, or the session ends.</param>
    /// <returns>The message that goes on, or the answer in its place.</returns>
    public async Task<(JsonRpcMessage? Message, byte[]? Denial)> JudgeAsync(OpenRequest request, bool hasNoList, CancellationToken cancellationToken)
    {
        var arguments = JsonRpcMessage.Member(request.Message.Params, "arguments");
        if (arguments.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object))
        {
            return (null, Replies.Error(request.Id, -32602, "\"params.arguments\" is an object."));
        }

        // What the server says of the tool may have changed since the call began; then it is judged anew.
        var tool = tools.Find(request.Tool!);
        var isContinued = (tool is { IsShown: true } || (tool is null && hasNoList)) && continued.TryTake(request);
        if (CallInput.Of(request, isContinued) is not { } input)
        {
            return (null, Replies.Error(request.Id, -32602, "An argument is named as what answers the server is; nobody could tell the two apart."));
        }

        if (isContinued && !input.SaysMore)
        {
            // Nothing is said that was not judged when the call began.
            return (MessageOf(request), null);
        }

        if (tool is null && !hasNoList)
        {
            return (null, Replies.Denied(
                request.Id,
                "Pharos did not make this call: the server does not list this tool, or its list could not be judged, so nobody knows what it says that it does.",
                GateAnswer.Refused("definition.unlisted", "not listed")));
        }

        var proposal = new GateProposal("tool-call", options.NameOf(request.Tool!), Guid.CreateVersion7(clock.GetUtcNow()), input.Write)
        {
            Annotations = tool?.Annotations ?? default,
        };
        var answer = await AskAsync(proposal, request, cancellationToken);
        request.Proposal = answer.Id;
        if (!answer.IsAllowed)
        {
            return (null, Replies.Denied(request.Id, Say(answer), answer));
        }

        if (tool is { IsShown: false })
        {
            return (null, Replies.Denied(request.Id, $"Pharos did not make this call, because what the server says of this tool is withheld: {Cut(tool.Answer.Reason)} (proposal {tool.Answer.Id ?? "none"})", tool.Answer));
        }

        if (answer.Edited is { } edited)
        {
            request.Edited = input.ArgumentsOf(edited);
            return (input.Rewrite(request, edited), null);
        }

        return (MessageOf(request), null);
    }

    /// <summary>The words for a model, in the place of what it wanted.</summary>
    private static string Say(GateAnswer answer) =>
        answer.IsUnreachable ? $"Pharos did not make this call, because the gate cannot be asked: {Cut(answer.Reason)} Try again when it runs."
        : answer.IsWaiting ? $"Pharos did not make this call yet: a person has to look at it ({Cut(answer.Reason)}). Go on with something else; the same call asked again later takes up the same question. Proposal {answer.Id}, rule {answer.Rule}."
        : $"Pharos denied this call: {Cut(answer.Reason)} Proposal {answer.Id ?? "none"}, rule {answer.Rule}.";

    private static string Cut(string text) => text.Length <= LongestReason ? text : string.Concat(text.AsSpan(0, LongestReason), "…");

    // Written anew where a reviewer changed the arguments when the call began; else the bytes that came.
    private static JsonRpcMessage MessageOf(OpenRequest request)
    {
        if (request.Edited is not { } edited)
        {
            return request.Message;
        }

        var bytes = Replies.With(request.Message.Body, "params", json => Replies.With(json, request.Message.Params, "arguments", edited.WriteTo));
        return ((JsonRpcReading.Messages)JsonRpcMessage.Read(bytes)).All[0];
    }

    private async Task<GateAnswer> AskAsync(GateProposal proposal, OpenRequest request, CancellationToken cancellationToken)
    {
        var asked = gate.ProposeAsync(proposal, options.Wait, cancellationToken);
        var token = JsonRpcMessage.Member(JsonRpcMessage.Member(request.Message.Params, "_meta"), "progressToken");
        if (token.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return await asked;
        }

        for (var told = 1; await Task.WhenAny(asked, Task.Delay(options.ProgressEvery, clock, cancellationToken)) != asked && !cancellationToken.IsCancellationRequested; told++)
        {
            // Below one, so that what the server tells later is still more.
            await client.WriteAsync(Replies.Progress(token, told / 10_000.0, "Waiting for a person to look at this call."), cancellationToken);
        }

        return await asked;
    }
}
