using Pharos.Proposals;

namespace Pharos.Server.Hooks.Codex;

/// <summary>
/// Codex CLI. Its hooks look like Claude Code's, but PreToolUse can only say no: an "allow" or "ask" there counts as a hook that failed, and then the tool runs.
/// </summary>
internal sealed class CodexAdapter : IHookAdapter
{
    private const string PermissionRequest = "PermissionRequest";

    public string Agent => "codex";

    public string DecisionEvent => "PreToolUse";

    public string SessionMember => "session_id";

    public HookStep StepOf(string eventName) => eventName switch
    {
        "PreToolUse" => HookStep.Decide,
        PermissionRequest => HookStep.Confirm,
        "PostToolUse" => HookStep.ReportDone,
        "UserPromptSubmit" => HookStep.RecordPrompt,
        _ => HookStep.Refuse,
    };

    public HookPayload Read(HookFields fields) => HookPayload.Of(fields, SessionMember) with
    {
        PermissionMode = fields.Text("permission_mode"),
        Subagent = fields.Text("agent_type") ?? fields.Text("agent_id"),
        PromptId = fields.Text("turn_id"),
    };

    public ActReading ActsOf(string eventName, HookPayload payload) => eventName == PermissionRequest ? CodexTools.ReadRequest(payload) : CodexTools.Read(payload);

    public bool AsksSomebody(string eventName, HookPayload payload) => eventName == PermissionRequest && PermissionModes.AsksSomebody(payload.PermissionMode);

    public ReadOnlyMemory<byte> Say(string eventName, HookPayload payload, Answer answer) =>
        eventName == PermissionRequest ? SpecificOutput.OfRequest(payload, answer) : answer.Decision switch
        {
            // Silence lets Codex's own sandbox and approvals decide; PermissionRequest says the yes where they ask.
            Decision.Allow => HookBody.Empty,
            Decision.Review => SpecificOutput.Permission("deny", HookReason.CannotAsk(answer)),
            _ => SpecificOutput.Permission("deny", HookReason.Of(answer)),
        };

    public ReadOnlyMemory<byte> NoOpinion(string eventName) => HookBody.Empty;

    public ReadOnlyMemory<byte> Refusal(string? eventName, string reason) => eventName switch
    {
        null or "" or "PreToolUse" => SpecificOutput.Permission("deny", reason),
        PermissionRequest => SpecificOutput.DenyBehavior(reason),
        // They report, begin or end something; for Stop and SubagentStop "block" means "go on working".
        "PostToolUse" or "UserPromptSubmit" or "PostCompact" or "SessionStart" or "SessionEnd" or "SubagentStart" or "SubagentStop" or "Stop" or "StopFailure"
            or "Interrupt" => HookBody.Empty,
        _ => HookBody.Decision("block", reason),
    };
}
