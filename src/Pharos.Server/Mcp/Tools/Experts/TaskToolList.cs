using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;
using Pharos.Server.Mcp.Tools.Lighthouse;
using Pharos.Server.Security;
using Pharos.Server.Tasks;

namespace Pharos.Server.Mcp.Tools.Experts;

/// <summary>The tools about tasks.</summary>
internal sealed class TaskToolList(TaskTools family, TaskParts tasks, PanelVoting voting)
{
    private const string TaskId = $$""" "task_id":{{ToolSchemas.Id}} """;
    private const string Wait = """ "wait_seconds":{"type":"number","minimum":0,"maximum":600,"description":"Left out: answer at once."} """;
    private const string Name = """{"type":"string","minLength":1,"maxLength":128}""";

    /// <summary>All of them.</summary>
    public IEnumerable<IMcpTool> All =>
    [
        Make(
            "pharos_dispatch_task",
            "Hand over a task",
            "Ask another agent to do something: the one you name, or the best of those with the capabilities. Waits for the result if you say how long; otherwise look with pharos_task.",
            ToolSchemas.Object(
                $$"""
                "summary":{"type":"string","minLength":1,"maxLength":300},"input":{"description":"Everything that is needed to do it."},
                "to":{{Name}},"capabilities":{"type":"array","maxItems":32,"items":{"type":"string","maxLength":64} },
                "workspace":{"type":"string","maxLength":4096},"priority":{"enum":["low","normal","high"]},
                "within_seconds":{"type":"number","minimum":1,"maximum":604800},{{Wait}}
                """,
                "summary"),
            ToolEffect.Records,
            RouteAccess.Workers | RouteAccess.Judges,
            (call, cancellationToken) => family.AskAsync(
                call,
                family.RequestOf(call, call.Arguments.Required("summary"), call.Arguments.Json("input"), call.Arguments.Text("priority"), call.Arguments.Seconds("within_seconds")) with
                {
                    To = call.Arguments.Text("to"),
                    Capabilities = call.Arguments.Texts("capabilities"),
                    Workspace = call.Arguments.Text("workspace"),
                },
                call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero,
                cancellationToken)),
        Make("pharos_task", "Look at a task", "A task you asked for, have or had; waits until it is closed if you say how long.", ToolSchemas.Object($"{TaskId},{Wait}", "task_id"), ToolEffect.Reads, RouteAccess.Everybody, family.LookAsync),
        new MethodTool(
            ToolSchemas.Define(
                "pharos_tasks",
                "See your tasks",
                "The tasks you asked for, have or had, the latest first; \"me\" is yourself. The next page begins at the \"next\" of this one.",
                ToolSchemas.Object($$""" "state":{"enum":["open","closed","all","queued","assigned","claimed","done","failed","expired","cancelled"],"description":"Left out: open."},"asked_by":{{Name}},"assignee":{{Name}},"after":{{Name}} """),
                $$"""{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{{TaskTools.Shape}} },"next":{"type":["string","null"]},"open":{"type":"integer"} } }""",
                ToolEffect.Reads),
            RouteAccess.Everybody,
            family.ListAsync),
        new MethodTool(
            ToolSchemas.Define(
                "pharos_inbox",
                "Look into your inbox",
                "The tasks you have to do, as an expert; waits for the first if you say how long. Looking says that you are there.",
                ToolSchemas.Object(Wait),
                $$"""{"type":"object","required":["expert","items"],"properties":{"expert":{"type":"string"},"items":{"type":"array","items":{{TaskTools.Shape}} },"tag":{"type":"string"} } }""",
                ToolEffect.Settles),
            RouteAccess.Workers,
            family.InboxAsync),
        Make("pharos_claim_task", "Begin a task", "Begin to work on a task in your inbox.", ToolSchemas.Object(TaskId, "task_id"), ToolEffect.Settles, RouteAccess.Workers, (call, cancellationToken) => family.MoveAsync(call, isExperts: true, id => tasks.Desk.ClaimAsync(id, call.Caller, cancellationToken), cancellationToken)),
        Make(
            "pharos_report_progress",
            "Say how far you are",
            "Say that you are still at a task, and how far.",
            ToolSchemas.Object($$"""{{TaskId}},"percent":{"type":"integer","minimum":0,"maximum":100},"note":{"type":"string","maxLength":1000}""", "task_id"),
            ToolEffect.Records,
            RouteAccess.Workers,
            (call, cancellationToken) => family.MoveAsync(call, isExperts: true, id => tasks.Desk.ReportAsync(id, call.Caller, (int?)call.Arguments.Number("percent"), call.Arguments.Text("note"), cancellationToken), cancellationToken)),
        Make(
            "pharos_finish_task",
            "Give a result",
            "Give the result of a task you have: \"output\" for work, \"verdict\" with \"confidence\" and \"reason\" for an opinion, or \"problem\" if it failed.",
            ToolSchemas.Object(
                $$"""
                {{TaskId}},"output":{},"problem":{"type":"string","maxLength":1000},
                "verdict":{"enum":["approve","reject","abstain"]},"confidence":{"type":"number","minimum":0,"maximum":1},"reason":{"type":"string","maxLength":4000}
                """,
                "task_id"),
            ToolEffect.Records,
            RouteAccess.Workers,
            FinishAsync),
        Make("pharos_decline_task", "Decline a task", "Not do a task you were given; the next expert is asked.", ToolSchemas.Object($$"""{{TaskId}},"reason":{"type":"string","maxLength":1000}""", "task_id"), ToolEffect.Settles, RouteAccess.Workers, (call, cancellationToken) => family.MoveAsync(call, isExperts: true, id => tasks.Desk.DeclineAsync(id, call.Caller, call.Arguments.Text("reason"), cancellationToken), cancellationToken)),
        Make("pharos_cancel_task", "Cancel a task", "Not want a task any more that you asked for.", ToolSchemas.Object($$"""{{TaskId}},"reason":{"type":"string","maxLength":1000}""", "task_id"), ToolEffect.Settles, RouteAccess.Workers | RouteAccess.Judges, (call, cancellationToken) => family.MoveAsync(call, isExperts: false, id => tasks.Desk.CancelAsync(id, call.Caller, call.Arguments.Text("reason"), cancellationToken), cancellationToken)),
        Make(
            "lighthouse_delegate_to_expert",
            "Delegate to an expert (Lighthouse)",
            "Hand one call of a tool to an expert as a task. The same job as pharos_dispatch_task; the result is in pharos_task.",
            ToolSchemas.Object($$""" "tool_name":{{Name}},"tool_input":{"type":"object"},"target_expert":{{Name}},{{Spoken.Metadata}} """, "tool_name", "tool_input", "target_expert"),
            ToolEffect.Records,
            RouteAccess.Workers | RouteAccess.Judges,
            DelegateAsync),
        Make(
            "lighthouse_dispatch_task",
            "Dispatch a task (Lighthouse)",
            "Hand a task to another agent. The same job as pharos_dispatch_task; the result is in pharos_task.",
            ToolSchemas.Object($$""" "task_description":{"type":"string","minLength":1,"maxLength":20000},"target_agent":{{Name}},"priority":{"enum":["low","normal","high","critical",null]},{{Spoken.Metadata}} """, "task_description", "target_agent"),
            ToolEffect.Records,
            RouteAccess.Workers | RouteAccess.Judges,
            DispatchAsync),
    ];

    private static MethodTool Make(
        string name, string title, string description, string input, ToolEffect effect, RouteAccess access, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, TaskTools.Shape, effect), access, call);

    private ValueTask<CallToolResult> DelegateAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var request = family.RequestOf(call, $"Call {call.Arguments.Required("tool_name")}", call.Arguments.Json("tool_input"), priority: null, within: null);
        var input = RegoObject.Of(("tool_name", RegoString.Of(call.Arguments.Required("tool_name"))), ("tool_input", call.Arguments.Object("tool_input")!));
        return family.AskAsync(call, request with { To = call.Arguments.Text("target_expert"), Input = Masked(input) }, TimeSpan.Zero, cancellationToken);
    }

    private ValueTask<CallToolResult> DispatchAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var description = call.Arguments.Required("task_description");
        var summary = description.Length <= TaskOptions.MaximumSummaryCharacters ? description : description[..(TaskOptions.MaximumSummaryCharacters - 1)] + "…";
        var request = family.RequestOf(call, summary, input: null, call.Arguments.Text("priority") is "critical" ? "high" : call.Arguments.Text("priority"), within: null);
        return family.AskAsync(call, request with { To = call.Arguments.Text("target_agent"), Input = Masked(RegoObject.Of(("task_description", RegoString.Of(description)))) }, TimeSpan.Zero, cancellationToken);
    }

    private static JsonElement Masked(RegoObject input)
    {
        using var document = JsonDocument.Parse(MaskedJson.Write(input));
        return document.RootElement.Clone();
    }

    private async ValueTask<CallToolResult> FinishAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var given = call.Arguments;
        var (result, problem) = TaskResultReader.Read(new TaskFinishContract(given.Json("output"), given.Text("verdict"), given.Number("confidence"), given.Text("reason"), given.Text("problem")));
        return result is null
            ? ToolAnswer.Refuse(problem!)
            : await family.MoveAsync(call, isExperts: true, id => voting.FinishAsync(id, call.Caller, result, cancellationToken), cancellationToken);
    }
}
