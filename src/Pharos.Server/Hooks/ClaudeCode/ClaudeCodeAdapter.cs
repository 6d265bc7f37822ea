using Pharos.Proposals;

namespace Pharos.Server.Hooks.ClaudeCode;

/// <summary>Claude Code. Its tools are the ones that policies know, so they are passed on as they come.</summary>
internal sealed class ClaudeCodeAdapter : IHookAdapter
{
    private const string PermissionRequest = "PermissionRequest";

    public string Agent => "claude-code";

    public string DecisionEvent => "PreToolUse";

    public string SessionMember => "session_id";

    public HookStep StepOf(string eventName) => eventName switch
    {
        "PreToolUse" => HookStep.Decide,
        PermissionRequest => HookStep.Confirm,
        "PostToolUse" => HookStep.ReportDone,
        "PostToolUseFailure" => HookStep.ReportFailed,
        "UserPromptSubmit" => HookStep.RecordPrompt,
        _ => HookStep.Refuse,
    };

    public HookPayload Read(HookFields fields) => HookPayload.Of(fields, SessionMember) with
    {
        PermissionMode = fields.Text("permission_mode"),
        Subagent = fields.Text("agent_type") ?? fields.Text("agent_id"),
        PromptId = fields.Text("prompt_id"),
        Error = fields.Text("error", HookFields.MaximumTextCharacters),
    };

    public ActReading ActsOf(string eventName, HookPayload payload) =>
        ActReading.OfCall(payload, payload.ToolInput, static (tool, input) => ActReading.One(ToolAct.Of(tool, input.Members)));

    public bool AsksSomebody(string eventName, HookPayload payload) => PermissionModes.AsksSomebody(payload.PermissionMode);

    public bool TakesEditedInput(string eventName) => eventName == DecisionEvent;

    public ReadOnlyMemory<byte> Say(string eventName, HookPayload payload, Answer answer) =>
        eventName == PermissionRequest ? SpecificOutput.OfRequest(payload, answer) : answer.Decision switch
        {
            Decision.Allow => SpecificOutput.Permission("allow", HookReason.Of(answer), answer.Edited),
            Decision.Review when PermissionModes.AsksSomebody(payload.PermissionMode) => SpecificOutput.Permission("ask", HookReason.Of(answer)),
            Decision.Review => SpecificOutput.Permission("deny", HookReason.NobodyToAsk(answer, payload.PermissionMode)),
            _ => SpecificOutput.Permission("deny", HookReason.Of(answer)),
        };

    public ReadOnlyMemory<byte> NoOpinion(string eventName) => HookBody.Empty;

    public ReadOnlyMemory<byte> Refusal(string? eventName, string reason) => RefusalForms.Of(eventName) switch
    {
        RefusalForm.Permission => SpecificOutput.Permission("deny", reason),
        RefusalForm.Behavior => SpecificOutput.DenyBehavior(reason),
        RefusalForm.Block => HookBody.Decision("block", reason),
        _ => HookBody.Empty,
    };
}
