using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Server.Configuration;
using Pharos.Server.Mcp.Tools;

namespace Pharos.Server.Mcp.Approval;

/// <summary>
/// Asks the person at the proposing agent's own client. Their answer comes through the agent's program, which could answer by itself: it is asked only where the configuration says so,
/// never in a strict workspace, never about what is risky or needs several people, and the record says whose client it was.
/// </summary>
internal sealed class ClientApproval(ReviewDesk desk, ReviewedDecisions decisions, ProposalArchive archive, StateSeal seal, McpSettings settings)
{
    /// <summary>How such a verdict says that it came.</summary>
    public const string Via = "client";

    private const string Question = "approval";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Who stands in the record for the person at an agent's client.</summary>
    public static string PersonAt(string agent) => $"client:{agent}";

    /// <summary>Asks, where it may: then it does not return, and the client calls again with the answer.</summary>
    public async ValueTask AskAsync(Answer answer, ToolCall call, CancellationToken cancellationToken)
    {
        if (!settings.AskAtClient || !CanAsk(call) || await AskableAsync(answer, cancellationToken) is not { } item)
        {
            return;
        }

        var question = new ElicitRequestParams
        {
            Message = VisibleText.Of($"The agent {item.Request.Agent} proposes ({item.Request.Tool}): {item.Request.Summary}. It is asked because: {item.Request.Reason} ({item.Request.Rule}). May it?"),
            RequestedSchema = new ElicitRequestParams.RequestSchema
            {
                Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>
                {
                    ["approve"] = new ElicitRequestParams.BooleanSchema { Title = "Approve", Description = "Yes: exactly this may happen, once." },
                    ["reason"] = new ElicitRequestParams.StringSchema { Title = "Reason", Description = "For the agent and the record.", MaxLength = Judgement.MaximumReasonCharacters },
                },
                Required = ["approve"],
            },
        };
        throw new InputRequiredException(
            new Dictionary<string, InputRequest> { [Question] = InputRequest.ForElicitation(question) },
            seal.Close(call.Caller.Subject, call.Request.Params.Name, call.Arguments.Document, answer.Id.Value, Lifetime));
    }

    /// <summary>Takes the answer.</summary>
    public async ValueTask<ClientApprovalOutcome> TakeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (seal.Open(call.Request.Params.RequestState!, call.Caller.Subject, call.Request.Params.Name, call.Arguments.Document) is not { } id
            || await archive.FindAsync(new ProposalId(id), cancellationToken) is not { } found
            || found.Agent != call.Caller.Subject)
        {
            return new ClientApprovalOutcome.Refused(new Problem("mcp.state", "\"requestState\" was not given to you for this call with these arguments, was changed, or has run out. Propose again without it."));
        }

        if (!settings.AskAtClient || AnswerOf(call) is not { } said || await AskableAsync(found.Answer, cancellationToken) is not { } item)
        {
            return new ClientApprovalOutcome.Unanswered(await decisions.LookAsync(found.Answer, cancellationToken));
        }

        // Whoever was first has judged; in either case the verdict that stands is what the agent gets.
        await desk.JudgeAsync(new ReviewId(item.Id), new Caller(PersonAt(call.Caller.Subject), Pharos.Agents.Role.Reviewer), said, cancellationToken);
        return new ClientApprovalOutcome.Judged(found.Answer);
    }

    private static bool CanAsk(ToolCall call) => call.Request.Server is { IsMrtrSupported: true, ClientCapabilities.Elicitation: { } can } && (can.Form is not null || can.Url is null);

    private async ValueTask<ReviewItem?> AskableAsync(Answer answer, CancellationToken cancellationToken) =>
        answer is { Review: { } id, IsEnforced: true }
        && await desk.FindAsync(id, cancellationToken) is { IsClosed: false, Request: { Risk: not ReviewRisk.High, People: 1 } } item
        && await archive.GlanceAsync(answer.Id, cancellationToken) is { } found
        && ProfileOf(found) is "balanced" or "relaxed"
            ? item
            : null;

    private static string? ProfileOf(FoundProposal found) =>
        found.Input.TryGet("workspace", out var workspace) && workspace is RegoObject place && place.TryGet("profile", out var profile) && profile is RegoString name ? name.Value : null;

    private static Judgement? AnswerOf(ToolCall call)
    {
        if (call.Request.Params.InputResponses is not { } responses || !responses.TryGetValue(Question, out var response)
            || response.Deserialize(InputResponse.ElicitResultJsonTypeInfo) is not { IsAccepted: true, Content: { } content }
            || !content.TryGetValue("approve", out var approve) || approve.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return null;
        }

        var reason = content.TryGetValue("reason", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: <= Judgement.MaximumReasonCharacters } given ? given : null;
        return approve.ValueKind == JsonValueKind.True
            ? new Judgement(VerdictKind.Approve) { Reason = reason, Via = Via }
            : new Judgement(VerdictKind.Reject) { Reason = string.IsNullOrWhiteSpace(reason) ? "The person at the client said no." : reason, Via = Via };
    }
}
