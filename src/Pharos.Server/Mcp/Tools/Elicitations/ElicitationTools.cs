using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Review.Elicitations;
using Pharos.Server.Elicitations;
using Pharos.Server.Mcp.Tools.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Elicitations;

/// <summary>What the tools about elicitations share.</summary>
internal sealed class ElicitationTools(ElicitationParts parts, ProposalTools proposals, TimeProvider clock)
{
    /// <summary>An elicitation.</summary>
    public const string Shape = """
        {"type":"object","required":["id","state","from","to","message","schema","expiresAt"],"properties":{
        "id":{"type":"string"},"state":{"enum":["pending","accepted","declined","cancelled","expired"]},"from":{"type":"string"},"to":{"type":"string"},"message":{"type":"string"},
        "schema":{},"expiresAt":{"type":"string"},"content":{"description":"The answer, once there is one."},"reason":{"type":["string","null"]},
        "nonce":{"type":["string","null"],"description":"For the one asked, while it waits: belongs to the answer."}}}
        """;

    private const int MaximumItems = 50;

    /// <summary>Asks, and waits for the answer as long as the caller says.</summary>
    public async ValueTask<CallToolResult> AskAsync(ToolCall call, string to, string message, JsonElement schema, TimeSpan? timeout, TimeSpan wait, CancellationToken cancellationToken)
    {
        switch (await parts.Desk.AskAsync(call.Caller, to, message, schema, timeout, cancellationToken))
        {
            case ElicitationOutcome.Changed asked:
                return Result(await WaitAsync(asked.Item, call, wait, cancellationToken), call);
            case ElicitationOutcome.Refused refused:
                return Refusal(refused);
            default:
                throw new InvalidOperationException("An outcome of an elicitation without a case.");
        }
    }

    /// <summary>What the caller is asked; waits for the first if it says how long.</summary>
    public async ValueTask<CallToolResult> PendingAsync(ToolCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var place = wait > TimeSpan.Zero ? parts.Calls.TryTake(call.Caller.Subject) : null;
        using var waited = call.WhileWaited(cancellationToken);
        var subject = call.Caller.Subject;
        var next = parts.Watch.NextAsync(
            subject,
            board => board.PendingFor(subject).Where(item => item.StateAt(clock.GetUtcNow()) == ElicitationState.Pending).Take(MaximumItems).ToList(),
            page => page.Count > 0,
            place is null ? TimeSpan.Zero : wait,
            waited.Token).AsTask();
        await proposals.TellWhileAsync(next, call, wait, "Nobody asks anything yet.", cancellationToken);
        var (items, now) = (await next, clock.GetUtcNow());
        return ToolAnswer.Of(
            new ElicitationListContract([.. items.Select(item => ElicitationContract.Of(item, parts.Desk.NonceFor(item, subject), now))], ElicitationFilter.TagOf(items)),
            ServerJson.Default.ElicitationListContract);
    }

    /// <summary>One elicitation; waits until it has ended if the caller says how long.</summary>
    public async ValueTask<CallToolResult> LookAsync(ToolCall call, CancellationToken cancellationToken) =>
        await FindAsync(call, cancellationToken) is { } item
            ? Result(await WaitAsync(item, call, call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero, cancellationToken), call)
            : Unknown(call);

    /// <summary>Ends a question, with or without an answer. Who answers is who was asked, by the token; the nonce is what makes it happen once.</summary>
    public async ValueTask<CallToolResult> EndAsync(ToolCall call, string how, JsonElement? content, string? nonce, CancellationToken cancellationToken)
    {
        if (await FindAsync(call, cancellationToken) is not { } item)
        {
            return Unknown(call);
        }

        var (id, by, reason) = (item.ElicitationId, call.Caller, call.Arguments.Text("reason"));
        nonce ??= parts.Desk.NonceFor(item, by.Subject);
        return how switch
        {
            "accept" => Moved(await parts.Desk.RespondAsync(id, by, nonce, content ?? JsonDocument.Parse("{}").RootElement, cancellationToken), call),
            "decline" => Moved(await parts.Desk.DeclineAsync(id, by, nonce, reason, cancellationToken), call),
            _ => Moved(await parts.Desk.CancelAsync(id, by, nonce, reason, cancellationToken), call),
        };
    }

    private async ValueTask<Elicitation?> FindAsync(ToolCall call, CancellationToken cancellationToken) =>
        await parts.Desk.FindAsync(new ElicitationId(call.Arguments.Id("elicitation_id")!.Value), cancellationToken) is { } item && ElicitationEndpoints.MaySee(item, call.Caller) ? item : null;

    private static CallToolResult Unknown(ToolCall call) => ToolAnswer.Refuse("elicitation.unknown", $"There is no elicitation {call.Arguments.Text("elicitation_id")} that you may see.");

    private async ValueTask<Elicitation> WaitAsync(Elicitation item, ToolCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var place = wait > TimeSpan.Zero && item.Closed is null ? parts.Calls.TryTake(call.Caller.Subject) : null;
        if (place is null)
        {
            return item;
        }

        using var waited = call.WhileWaited(cancellationToken);
        var ended = parts.Watch.EndedAsync(item.ElicitationId, static _ => true, wait, waited.Token).AsTask();
        await proposals.TellWhileAsync(ended, call, wait, $"{item.Question.To} was asked.", cancellationToken);
        return await ended ?? item;
    }

    private CallToolResult Moved(ElicitationOutcome outcome, ToolCall call) => outcome switch
    {
        ElicitationOutcome.Changed changed => Result(changed.Item, call),
        ElicitationOutcome.Refused refused => Refusal(refused),
        _ => throw new InvalidOperationException("An outcome of an elicitation without a case."),
    };

    private static CallToolResult Refusal(ElicitationOutcome.Refused refused) => ToolAnswer.Refuse(
        refused.Errors.Count == 0 ? refused.Problem : refused.Problem with { Message = $"{refused.Problem.Message} {string.Join("; ", refused.Errors)}" });

    private CallToolResult Result(Elicitation item, ToolCall call) =>
        ToolAnswer.Of(ElicitationContract.Of(item, parts.Desk.NonceFor(item, call.Caller.Subject), clock.GetUtcNow()), ServerJson.Default.ElicitationContract);
}
