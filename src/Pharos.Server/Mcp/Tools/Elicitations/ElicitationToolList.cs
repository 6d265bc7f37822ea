using ModelContextProtocol.Protocol;
using Pharos.Server.Mcp.Tools.Lighthouse;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Elicitations;

/// <summary>The tools about elicitations.</summary>
internal sealed class ElicitationToolList(ElicitationTools family)
{
    private const string Id = $$""" "elicitation_id":{{ToolSchemas.Id}} """;
    private const string Wait = """ "wait_seconds":{"type":"number","minimum":0,"maximum":600,"description":"Left out: answer at once."} """;
    private const string Timeout = """ "timeout_seconds":{"type":"number","minimum":1,"maximum":86400,"description":"How long it may be answered; left out: 30."} """;
    private const string Agent = """{"type":"string","minLength":1,"maxLength":128}""";
    private const string Message = """{"type":"string","minLength":1,"maxLength":8000}""";
    private const string List = $$"""{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{{ElicitationTools.Shape}} },"tag":{"type":"string"} } }""";

    /// <summary>All of them.</summary>
    public IEnumerable<IMcpTool> All =>
    [
        Make(
            "pharos_elicit",
            "Ask for information",
            "Ask another agent or a person for information of a form (JSON Schema); waits for the answer if you say how long. Do not ask for secrets.",
            ToolSchemas.Object($$""" "to":{{Agent}},"message":{{Message}},"schema":{"type":"object"},{{Timeout}},{{Wait}} """, "to", "message", "schema"),
            ToolEffect.Records,
            RouteAccess.Askers,
            (call, cancellationToken) => family.AskAsync(
                call,
                call.Arguments.Required("to"),
                call.Arguments.Required("message"),
                call.Arguments.Json("schema")!.Value,
                call.Arguments.Seconds("timeout_seconds"),
                call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero,
                cancellationToken)),
        Make("pharos_get_elicitation", "Look at a question", "A question you asked or were asked; waits until it has ended if you say how long.", ToolSchemas.Object($"{Id},{Wait}", "elicitation_id"), ToolEffect.Reads, RouteAccess.Askers | RouteAccess.Readers, family.LookAsync),
        new MethodTool(
            ToolSchemas.Define("pharos_elicitations", "See what you are asked", "The questions that wait for your answer; waits for the first if you say how long.", ToolSchemas.Object(Wait), List, ToolEffect.Reads),
            RouteAccess.Askers,
            (call, cancellationToken) => family.PendingAsync(call, call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero, cancellationToken)),
        Judge(
            "pharos_respond",
            "Answer a question",
            "Answer, decline or put away a question you were asked; or take back one of yours with cancel. The content has to fit the question's schema.",
            ToolSchemas.Object(
                $$"""{{Id}},"response":{"enum":["accept","decline","cancel"]},"content":{"type":"object"},"nonce":{"type":"string","maxLength":256},"reason":{"type":"string","maxLength":1000}""",
                "elicitation_id",
                "response"),
            ToolEffect.Records,
            RouteAccess.Askers,
            (call, cancellationToken) => family.EndAsync(call, call.Arguments.Required("response"), call.Arguments.Json("content"), call.Arguments.Text("nonce"), cancellationToken)),
        Make(
            "lighthouse_elicit_information",
            "Ask for information (Lighthouse)",
            "Ask another agent for information of a form. The same job as pharos_elicit; the answer is in pharos_get_elicitation.",
            ToolSchemas.Object($$""" "to_agent":{{Agent}},"message":{{Message}},"schema":{"type":"object"},{{Timeout}},{{Spoken.Metadata}} """, "to_agent", "message", "schema"),
            ToolEffect.Records,
            RouteAccess.Askers,
            (call, cancellationToken) => family.AskAsync(
                call, call.Arguments.Required("to_agent"), call.Arguments.Required("message"), call.Arguments.Json("schema")!.Value, call.Arguments.Seconds("timeout_seconds"), TimeSpan.Zero, cancellationToken)),
        new MethodTool(
            ToolSchemas.Define("lighthouse_check_elicitations", "See what you are asked (Lighthouse)", "The questions that wait for your answer. The same job as pharos_elicitations.", ToolSchemas.Object(Spoken.AgentId), List, ToolEffect.Reads),
            RouteAccess.Askers,
            async (call, cancellationToken) => Spoken.RefuseOther(call) ?? await family.PendingAsync(call, TimeSpan.Zero, cancellationToken)),
        Judge(
            "lighthouse_respond_to_elicitation",
            "Answer a question (Lighthouse)",
            "Answer, decline or cancel a question you were asked. The same job as pharos_respond.",
            ToolSchemas.Object($$"""{{Id}},"response_type":{"enum":["accept","decline","cancel"]},"data":{"type":["object","null"]},{{Spoken.Metadata}}""", "elicitation_id", "response_type"),
            ToolEffect.Records,
            RouteAccess.Askers,
            (call, cancellationToken) => family.EndAsync(call, call.Arguments.Required("response_type"), call.Arguments.Object("data") is null ? null : call.Arguments.Json("data"), nonce: null, cancellationToken)),
    ];

    private static MethodTool Judge(
        string name, string title, string description, string input, ToolEffect effect, RouteAccess access, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, ElicitationTools.Shape, effect), access, call) { Act = AgentAct.Judgement };

    private static MethodTool Make(
        string name, string title, string description, string input, ToolEffect effect, RouteAccess access, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, ElicitationTools.Shape, effect), access, call);
}
