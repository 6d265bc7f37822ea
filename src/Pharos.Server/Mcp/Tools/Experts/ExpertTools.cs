using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Agents.Signing;
using Pharos.Review.Experts;
using Pharos.Server.Experts;
using Pharos.Server.Mcp.Tools.Lighthouse;
using Pharos.Server.Security;
using Pharos.Server.Tasks;

namespace Pharos.Server.Mcp.Tools.Experts;

/// <summary>The tools about experts: become one, see who there is.</summary>
internal sealed class ExpertTools(ExpertParts experts, TaskParts tasks, SigningKeys keys)
{
    private const string ExpertShape = """{"type":"object","required":["id","state","kinds","capabilities"],"properties":{"id":{"type":"string"},"state":{"enum":["available","busy","away","suspended"]},"kinds":{"type":"array"},"capabilities":{"type":"array"},"scores":{"type":"object"}}}""";
    private const string Names = """{"type":"array","maxItems":32,"items":{"type":"string","minLength":1,"maxLength":64}}""";

    /// <summary>All of them.</summary>
    public IEnumerable<IMcpTool> All =>
    [
        new MethodTool(
            ToolSchemas.Define(
                "pharos_register_expert",
                "Register as an expert",
                "Offer to do tasks for others: of these kinds, with these capabilities. Registering again replaces what you said before. Then look into your inbox with pharos_inbox. The key to sign with is given now and not again: keep it in a file for \"pharos mcp --key-file\".",
                ToolSchemas.Object($$"""
                    "kinds":{{Names}},"capabilities":{{Names}},
                    "workspaces":{"type":"array","maxItems":32,"items":{"type":"string","maxLength":4096},"description":"Absolute folders you work in; left out: all."},
                    "cost":{"type":"number","minimum":0},"capacity":{"type":"integer","minimum":1,"maximum":32}
                    """, "kinds"),
                $$"""{"type":"object","required":["expert","heartbeatSeconds"],"properties":{"expert":{{ExpertShape}},"heartbeatSeconds":{"type":"number"},"key":{"type":["string","null"]} } }""",
                ToolEffect.Settles),
            RouteAccess.Workers,
            RegisterAsync),
        new MethodTool(
            ToolSchemas.Define(
                "pharos_experts",
                "See the experts",
                "Who offers to do tasks, the best first, with what became of their tasks.",
                ToolSchemas.Object(""" "kind":{"type":"string","maxLength":64},"capability":{"type":"string","maxLength":64},"workspace":{"type":"string","maxLength":4096} """),
                $$"""{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{{ExpertShape}} } } }""",
                ToolEffect.Reads),
            RouteAccess.Everybody,
            ListAsync),
        new MethodTool(
            ToolSchemas.Define(
                "lighthouse_register_expert",
                "Register an expert (Lighthouse)",
                "Register yourself as an expert; your type counts as a capability. The same job as pharos_register_expert.",
                ToolSchemas.Object(
                    $$"""
                    {{Spoken.AgentId}},
                    "agent_type":{"type":"string","minLength":1,"maxLength":64},
                    "capabilities":{{Names}},{{Spoken.Metadata}}
                    """,
                    "agent_type",
                    "capabilities"),
                """{"type":"object","required":["success","message","agent_id"],"properties":{"success":{"type":"boolean"},"message":{"type":"string"},"agent_id":{"type":"string"},"key":{"type":"string","description":"To sign with; not said again."}}}""",
                ToolEffect.Settles),
            RouteAccess.Workers,
            RegisterSpokenAsync),
    ];

    private async ValueTask<CallToolResult> RegisterAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (await RefuseStrangerAsync(call, cancellationToken) is { } stranger)
        {
            return stranger;
        }

        var given = call.Arguments;
        var profile = new ExpertProfile
        {
            Kinds = given.Texts("kinds"),
            Capabilities = given.Texts("capabilities"),
            Workspaces = given.Texts("workspaces"),
            Cost = given.Number("cost") ?? 0,
            Capacity = (int)(given.Number("capacity") ?? 4),
        };
        return await experts.Desk.RegisterAsync(new ExpertId(call.Caller.Subject), call.Caller.Role, profile, call.Caller, cancellationToken) switch
        {
            ExpertOutcome.Changed changed => ToolAnswer.Of(
                new ExpertRegisteredContract(ExpertContract.Of(Looked(changed.Expert)), experts.Options.HeartbeatEvery.TotalSeconds, KeyOf(changed.Expert)), ServerJson.Default.ExpertRegisteredContract),
            ExpertOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("An expert outcome without a case."),
        };
    }

    private string KeyOf(Expert expert) => keys.Of(expert.Id, expert.Generation);

    // Whoever has a key signs with it, also to get another one.
    private async ValueTask<CallToolResult?> RefuseStrangerAsync(ToolCall call, CancellationToken cancellationToken) =>
        await experts.Desk.FindAsync(new ExpertId(call.Caller.Subject), cancellationToken) is null ? null : call.RefuseUnsigned();

    private async ValueTask<CallToolResult> RegisterSpokenAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if ((Spoken.RefuseOther(call) ?? await RefuseStrangerAsync(call, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        var profile = new ExpertProfile
        {
            Kinds = call.Caller.Role == Pharos.Agents.Role.Expert ? [TaskKinds.Work, TaskKinds.Judge] : [TaskKinds.Work],
            Capabilities = [.. call.Arguments.Texts("capabilities").Append(call.Arguments.Required("agent_type")).Select(Spoken.NameOf).Distinct(StringComparer.Ordinal)],
        };
        return await experts.Desk.RegisterAsync(new ExpertId(call.Caller.Subject), call.Caller.Role, profile, call.Caller, cancellationToken) switch
        {
            ExpertOutcome.Changed changed => ToolAnswer.Of(writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("success", true);
                writer.WriteString("message", $"Registered with {string.Join(", ", changed.Expert.Profile.Capabilities)}. Your tasks are in pharos_inbox.");
                writer.WriteString("agent_id", changed.Expert.Id);
                writer.WriteString("key", KeyOf(changed.Expert));
                writer.WriteEndObject();
            }),
            ExpertOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("An expert outcome without a case."),
        };
    }

    private ValueTask<CallToolResult> ListAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (kind, capability, workspace) = (call.Arguments.Text("kind"), call.Arguments.Text("capability"), call.Arguments.Text("workspace"));
        var found = experts.Roster.Read((roster, _) => roster.All.ToList())
            .Where(expert => (kind is null || expert.Profile.Kinds.Contains(kind)) && (capability is null || expert.Profile.Capabilities.Contains(capability)) && expert.Profile.WorksIn(workspace))
            .Select(expert => ExpertContract.Of(Looked(expert)))
            .OrderByDescending(expert => kind == TaskKinds.Judge ? expert.Scores.Judge : expert.Scores.Work).ThenBy(expert => expert.Id, StringComparer.Ordinal);
        return ValueTask.FromResult(ToolAnswer.Of(new ExpertListContract([.. found]), ServerJson.Default.ExpertListContract));
    }

    private ExpertCandidate Looked(Expert expert) => tasks.Board.Read((board, _) => board.Look(expert));
}
