using ModelContextProtocol.Protocol;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Rego.Values;
using Pharos.Server.Mcp.Tools.Lighthouse;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Collaborations;

/// <summary>The tools about working together.</summary>
internal sealed class CollaborationToolList(CollaborationTools family)
{
    private const string Id = $$""" "collaboration_id":{{ToolSchemas.Id}} """;
    private const string Text = """{"type":"string","minLength":1,"maxLength":8000}""";
    private const string Agent = """{"type":"string","minLength":1,"maxLength":128}""";
    private const string Name = """{"type":"string","minLength":1,"maxLength":64}""";

    /// <summary>All of them.</summary>
    public IEnumerable<IMcpTool> All =>
    [
        Make(
            "pharos_collaborate",
            "Work together",
            "Start a session with others: kind \"pair\" with a mode (the partner watches, suggests, both suggest, or reviews what you suggest), or a kind of your own. A pair without a participant is matched. Nothing agreed on there is carried out: whoever acts still proposes.",
            ToolSchemas.Object(
                $$"""
                "kind":{{Name}},"objective":{"type":"string","minLength":1,"maxLength":2000},"mode":{"enum":["passive","active","collaborative","review"]},
                "participants":{"type":"array","maxItems":15,"items":{"type":"object","properties":{"agent":{{Agent}},"role":{{Name}} },"required":["agent"],"additionalProperties":false} },
                "capabilities":{"type":"array","maxItems":16,"items":{{Name}} }
                """,
                "kind",
                "objective"),
            ToolEffect.Records,
            (call, cancellationToken) => family.StartAsync(call, RequestOf(call.Arguments), cancellationToken)),
        Read("pharos_collaborations", "See your sessions", "The open sessions you are part of.", ToolSchemas.Object(""), """{"type":"object","required":["items"],"properties":{"items":{"type":"array"}}}""", (call, _) => ValueTask.FromResult(family.List(call))),
        Read("pharos_collaboration", "Look at a session", "A whole session: who, what was said, suggested, decided and attached.", ToolSchemas.Object(Id, "collaboration_id"), """{"type":"object","required":["collaboration","messages"],"properties":{"collaboration":{"type":"object"},"messages":{"type":"array"},"suggestions":{"type":"array"},"decisions":{"type":"array"},"context":{"type":"array"}}}""", family.ShowAsync),
        Read("pharos_messages", "Read what was said", "What was said in a session behind a message; waits for more if you say how long.", ToolSchemas.Object($$"""{{Id}},"after":{"type":"integer","minimum":0},"wait_seconds":{"type":"number","minimum":0,"maximum":600}""", "collaboration_id"), """{"type":"object","required":["messages","next","state"],"properties":{"messages":{"type":"array"},"next":{"type":"integer"},"state":{"type":"string"}}}""", family.MessagesAsync),
        Judge("pharos_accept_pairing", "Accept to pair", "Accept to be the partner of a pair you were asked into.", ToolSchemas.Object(Id, "collaboration_id"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.AcceptAsync(id, call.Caller, cancellationToken))),
        Make("pharos_join_collaboration", "Join a session", "Come into a session you were asked into, or come back.", ToolSchemas.Object(Id, "collaboration_id"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.JoinAsync(id, call.Caller, cancellationToken))),
        Make("pharos_leave_collaboration", "Leave a session", "Leave a session, or decline before coming.", ToolSchemas.Object($$"""{{Id}},"text":{{Text}}""", "collaboration_id"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.LeaveAsync(id, call.Caller, call.Arguments.Text("text"), cancellationToken))),
        Make("pharos_invite_participant", "Invite somebody more", "Ask somebody more into a session you started, also who was removed or has left before; they come with pharos_join_collaboration. Not in a pair.", ToolSchemas.Object($$"""{{Id}},"agent":{{Agent}},"role":{{Name}}""", "collaboration_id", "agent"), ToolEffect.Records, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.InviteAsync(id, call.Caller, call.Arguments.Required("agent"), call.Arguments.Text("role"), cancellationToken))),
        Make("pharos_remove_participant", "Remove a participant", "Remove somebody from a session you started; they see nothing of it from then on. Not in a pair: end that instead.", ToolSchemas.Object($$"""{{Id}},"agent":{{Agent}},"reason":{{Text}}""", "collaboration_id", "agent"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.RemoveAsync(id, call.Caller, call.Arguments.Required("agent"), call.Arguments.Text("reason"), cancellationToken))),
        Make("pharos_say", "Say something", "Say something in a session; \"about\" is the number of a suggestion.", ToolSchemas.Object($$"""{{Id}},"text":{{Text}},"about":{"type":"integer","minimum":1}""", "collaboration_id", "text"), ToolEffect.Records, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.CommentAsync(id, call.Caller, call.Arguments.Text("text"), Whole(call, "about"), cancellationToken))),
        Judge("pharos_decide", "Record a decision", "Record in a session what was decided, and why.", ToolSchemas.Object($$"""{{Id}},"text":{{Text}},"reason":{{Text}}""", "collaboration_id", "text", "reason"), ToolEffect.Records, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.DecideAsync(id, call.Caller, call.Arguments.Text("text"), call.Arguments.Text("reason"), cancellationToken))),
        Make(
            "pharos_suggest",
            "Suggest a change",
            "Suggest a change of a file: a text for a range of lines (or the whole file), or a difference.",
            ToolSchemas.Object(
                $$"""{{Id}},"file":{"type":"string","minLength":1,"maxLength":4096},"from_line":{"type":"integer","minimum":1},"to_line":{"type":"integer","minimum":0},"text":{"type":"string","maxLength":65536},"diff":{"type":"string","maxLength":65536},"reason":{{Text}}""",
                "collaboration_id",
                "file"),
            ToolEffect.Records,
            (call, cancellationToken) => family.StepAsync(call, id => family.Desk.SuggestAsync(id, call.Caller, call.Arguments.Text("file"), ChangeOf(call), cancellationToken))),
        Judge(
            "pharos_judge_suggestion",
            "Judge a suggestion",
            "Accept or reject a suggestion in a session, or put another text in its place (modify).",
            ToolSchemas.Object(
                $$"""{{Id}},"number":{"type":"integer","minimum":1},"verdict":{"enum":["accept","reject","modify"]},"revision":{"type":"integer","minimum":1},"reason":{{Text}},"from_line":{"type":"integer","minimum":1},"to_line":{"type":"integer","minimum":0},"text":{"type":"string","maxLength":65536},"diff":{"type":"string","maxLength":65536}""",
                "collaboration_id",
                "number",
                "verdict"),
            ToolEffect.Records,
            JudgeAsync),
        Make("pharos_carry_out_suggestion", "Name the proposal of a suggestion", "Say which proposal of yours carries a suggestion out, so that whoever reviews it sees what was agreed on. Propose first: this carries nothing out.", ToolSchemas.Object($$"""{{Id}},"number":{"type":"integer","minimum":1},"proposal_id":{{ToolSchemas.Id}}""", "collaboration_id", "number", "proposal_id"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Proposals.ReportAsync(id, call.Caller, (int)call.Arguments.Number("number")!.Value, new ProposalId(call.Arguments.Id("proposal_id")!.Value), cancellationToken))),
        .. new ContextToolList(family).All,
        Make("pharos_end_collaboration", "End a session", "End a session you started, with what came of it.", ToolSchemas.Object($$"""{{Id}},"summary":{{Text}}""", "collaboration_id"), ToolEffect.Settles, (call, cancellationToken) => family.StepAsync(call, id => family.Desk.EndAsync(id, call.Caller, call.Arguments.Text("summary"), cancellationToken))),
        Make(
            "lighthouse_start_collaboration",
            "Start a collaboration (Lighthouse)",
            "Start a session with others. The same job as pharos_collaborate.",
            ToolSchemas.Object(
                $$""" "collaboration_type":{{Name}},"participants":{"type":"array","maxItems":16,"items":{{Agent}} },"objective":{"type":"string","minLength":1,"maxLength":2000},{{Spoken.Metadata}} """,
                "collaboration_type",
                "participants",
                "objective"),
            ToolEffect.Records,
            (call, cancellationToken) => family.StartAsync(
                call,
                new CollaborationRequest
                {
                    Kind = Spoken.NameOf(call.Arguments.Required("collaboration_type")),
                    Objective = call.Arguments.Required("objective"),
                    Participants = [.. call.Arguments.Texts("participants").Where(agent => agent != call.Caller.Subject).Select(agent => (agent, (string?)null))],
                },
                cancellationToken)),
    ];

    private static MethodTool Make(string name, string title, string description, string input, ToolEffect effect, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, CollaborationTools.Shape, effect), RouteAccess.Collaborators, call);

    private static MethodTool Judge(string name, string title, string description, string input, ToolEffect effect, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, CollaborationTools.Shape, effect), RouteAccess.Collaborators, call) { Act = AgentAct.Judgement };

    private static MethodTool Read(string name, string title, string description, string input, string output, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) =>
        new(ToolSchemas.Define(name, title, description, input, output, ToolEffect.Reads), RouteAccess.Collaborators | RouteAccess.Readers, call);

    private ValueTask<CallToolResult> JudgeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (number, revision, reason) = ((int)call.Arguments.Number("number")!.Value, Whole(call, "revision"), call.Arguments.Text("reason"));
        return family.StepAsync(call, id => call.Arguments.Text("verdict") switch
        {
            "accept" => family.Desk.AcceptSuggestionAsync(id, call.Caller, number, revision, reason, cancellationToken),
            "reject" => family.Desk.RejectSuggestionAsync(id, call.Caller, number, revision, reason, cancellationToken),
            _ => family.Desk.ModifySuggestionAsync(id, call.Caller, number, revision, ChangeOf(call), cancellationToken),
        });
    }

    private static CollaborationRequest RequestOf(ToolArguments given) => new()
    {
        Kind = given.Required("kind"),
        Objective = given.Required("objective"),
        Mode = PairModes.TryParse(given.Text("mode"), out var mode) ? mode : null,
        Participants = given.Document.TryGet("participants", out var list) && list is RegoArray array
            ? [.. Enumerable.Range(0, array.Count).Select(i => (RegoObject)array[i]).Select(one => (Member(one, "agent")!, Member(one, "role")))]
            : [],
        Capabilities = given.Texts("capabilities"),
    };

    private static SuggestedChange ChangeOf(ToolCall call) => new()
    {
        FromLine = Whole(call, "from_line"),
        ToLine = Whole(call, "to_line"),
        Text = call.Arguments.Text("text"),
        Diff = call.Arguments.Text("diff"),
        Reason = call.Arguments.Text("reason"),
    };

    private static string? Member(RegoObject of, string name) => of.TryGet(name, out var value) && value is RegoString text ? text.Value : null;

    private static int? Whole(ToolCall call, string name) => call.Arguments.Number(name) is { } number ? (int)number : null;
}
