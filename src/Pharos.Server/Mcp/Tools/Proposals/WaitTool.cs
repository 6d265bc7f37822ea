using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>Waits until any of several proposals is decided.</summary>
internal sealed class WaitTool(ProposalTools proposals) : IMcpTool
{
    private const int MaximumProposals = 20;

    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_wait",
        "Wait for decisions",
        "Waits until at least one of your proposals is decided, or the time is over; answers all of them as they stand then.",
        ToolSchemas.Object($$"""
            "proposal_ids":{"type":"array","minItems":1,"maxItems":{{MaximumProposals}},"uniqueItems":true,"items":{{ToolSchemas.Id}} },
            "wait_seconds":{{ToolSchemas.WaitSeconds}}
            """, "proposal_ids"),
        $$"""
        {"type":"object","required":["decided","waiting"],"properties":{
        "decided":{"type":"array","items":{{ToolSchemas.Answer}} },
        "waiting":{"type":"array","items":{{ToolSchemas.Id}} } } }
        """,
        ToolEffect.Settles);

    public RouteAccess Access => RouteAccess.Proposers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var all = new List<FoundProposal>();
        foreach (var id in call.Arguments.Texts("proposal_ids"))
        {
            var (found, refusal) = await proposals.FindAsync(Guid.Parse(id), call, cancellationToken);
            if (found is null)
            {
                return refusal!;
            }

            all.Add(found);
        }

        await WaitForAnyAsync(all, call, cancellationToken);
        var answers = new List<Answer>();
        foreach (var found in all)
        {
            answers.Add(await proposals.SettleAsync(found, call, TimeSpan.Zero, cancellationToken));
        }

        return ToolAnswer.Of(writer => Write(writer, answers));
    }

    private async Task WaitForAnyAsync(IReadOnlyList<FoundProposal> all, ToolCall call, CancellationToken cancellationToken)
    {
        var wait = proposals.WaitOf(call.Arguments);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = all.Select(found => proposals.Decisions.SettleAsync(found.Answer, call.Caller, wait, enough.Token).AsTask()).ToArray();
        await proposals.TellWhileAsync(Task.WhenAny(waiting), call, wait, $"{all.Count} proposals wait for somebody to look at them.", cancellationToken);
        await enough.CancelAsync();

        // Those that were still waited for end as cancelled; what failed otherwise is said by the look that follows.
        await ((Task)Task.WhenAll(waiting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Write(Utf8JsonWriter writer, List<Answer> answers)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("decided");
        foreach (var answer in answers.Where(answer => answer.Decision != Decision.Review))
        {
            AnswerJson.Write(writer, answer, facts: null);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("waiting");
        foreach (var answer in answers.Where(answer => answer.Decision == Decision.Review))
        {
            writer.WriteStringValue(answer.Id.Value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
