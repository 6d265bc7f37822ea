using System.Buffers;
using System.Text.Json;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>Makes of a review the task to give an opinion on it.</summary>
public static class JudgeTask
{
    /// <summary>The task. Whoever proposed, and whom they registered, will not get it.</summary>
    /// <param name="item">The review.</param>
    /// <param name="proposal">The proposal as it was recorded; null when the record was erased.</param>
    /// <param name="askedBy">Who wants the opinion.</param>
    /// <param name="deadline">When it is too late.</param>
    public static TaskRequest Of(ReviewItem item, FoundProposal? proposal, string askedBy, DateTimeOffset deadline) => new()
    {
        Kind = TaskKinds.Judge,
        Summary = item.Request.Summary,
        AskedBy = askedBy,
        Input = Input(item.Request, proposal),
        About = item.Request.Agent == item.Request.Proposer ? [item.Request.Agent] : [item.Request.Agent, item.Request.Proposer],
        Workspace = item.Request.Workspace,
        Review = item.Id,
        Proposal = item.Request.Proposal,
        Matter = item.Request.Proposal,
        Priority = item.Request.Risk == ReviewRisk.High ? TaskPriority.High : TaskPriority.Normal,
        Deadline = deadline,
    };

    private static JsonElement Input(ReviewRequest request, FoundProposal? proposal)
    {
        var whole = Write(request, proposal, isWhole: true);
        return Parse(whole.Length <= TaskOptions.MaximumPayloadBytes ? whole : Write(request, proposal, isWhole: false));
    }

    private static byte[] Write(ReviewRequest request, FoundProposal? proposal, bool isWhole)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", request.Kind);
            writer.WriteString("tool", request.Tool);
            writer.WriteString("summary", request.Summary);
            writer.WriteString("rule", request.Rule);
            writer.WriteString("reason", request.Reason);
            writer.WriteString("risk", ReviewRisks.NameOf(request.Risk));
            writer.WriteString("agent", request.Agent);
            writer.WriteString("workspace", request.Workspace);
            if (proposal is not null && isWhole)
            {
                writer.WritePropertyName("proposal");
                MaskedJson.Write(writer, proposal.Input);
            }
            else
            {
                // An expert that sees half of a thing must know it, and can abstain.
                writer.WriteString("missing", proposal is null ? "the proposal's record was erased" : "the proposal is too large for a task");
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonElement Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
