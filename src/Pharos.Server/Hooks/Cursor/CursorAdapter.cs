using Pharos.Proposals;

namespace Pharos.Server.Hooks.Cursor;

/// <summary>
/// Cursor. It takes silence for a failure, so every event that can stop something gets an explicit permission. A shell command or a server's tool is announced
/// twice: preToolUse can only say no, and the event of its own behind it can also ask.
/// </summary>
internal sealed class CursorAdapter : IHookAdapter
{
    public string Agent => "cursor";

    public string DecisionEvent => CursorEvents.ToolUse;

    public string SessionMember => "conversation_id";

    public HookStep StepOf(string eventName) => eventName switch
    {
        CursorEvents.ToolUse => HookStep.Decide,
        CursorEvents.Shell or CursorEvents.Mcp or CursorEvents.ReadFile => HookStep.Confirm,
        "postToolUse" => HookStep.ReportDone,
        "postToolUseFailure" => HookStep.ReportFailed,
        "afterFileEdit" => HookStep.ReportUnasked,
        CursorEvents.Prompt => HookStep.RecordPrompt,
        _ => HookStep.Refuse,
    };

    public HookPayload Read(HookFields fields)
    {
        var payload = HookPayload.Of(fields, SessionMember);
        var roots = fields.Paths("workspace_roots");
        var folder = payload.WorkingDirectory is { Length: > 0 } named ? named : null;

        // A call's folder is the model's choice; the session's is the root that holds it.
        var root = roots.Where(root => folder is not null && LexicalPath.IsWithin(LexicalPath.Normalise(folder), LexicalPath.Normalise(root)))
            .OrderByDescending(root => root.Length).FirstOrDefault() ?? (roots.Count > 0 ? roots[0] : folder);
        return payload with { WorkingDirectory = root, PromptId = fields.Text("generation_id"), Error = fields.Text("error_message", HookFields.MaximumTextCharacters) };
    }

    public ActReading ActsOf(string eventName, HookPayload payload) => eventName switch
    {
        CursorEvents.Shell => CursorTools.OfShell(new ToolInput(payload.Body), payload),
        CursorEvents.Mcp => CursorTools.OfServer(payload),
        CursorEvents.ReadFile => CursorTools.OfRead(new ToolInput(payload.Body)),
        "afterFileEdit" => CursorTools.OfEdited(new ToolInput(payload.Body)),
        CursorEvents.ToolUse when CursorTools.IsOfServer(payload) => new ActReading.Elsewhere(),
        _ => CursorTools.Read(payload),
    };

    public bool AsksSomebody(string eventName, HookPayload payload) =>
        eventName is CursorEvents.Shell or CursorEvents.Mcp || (eventName == CursorEvents.ToolUse && payload.Tool == CursorTools.Shell);

    public ReadOnlyMemory<byte> Say(string eventName, HookPayload payload, Answer answer) => answer.Decision switch
    {
        Decision.Allow => CursorAnswer.Allow,
        Decision.Review when eventName is CursorEvents.Shell or CursorEvents.Mcp => CursorAnswer.Permission("ask", HookReason.Of(answer)),
        Decision.Review when eventName == CursorEvents.ToolUse && payload.Tool == CursorTools.Shell => CursorAnswer.Allow,
        Decision.Review => CursorAnswer.Permission("deny", HookReason.CannotAsk(answer)),
        _ => CursorAnswer.Permission("deny", HookReason.Of(answer)),
    };

    public ReadOnlyMemory<byte> NoOpinion(string eventName) => CursorAnswer.NoOpinion(eventName);

    public ReadOnlyMemory<byte> Refusal(string? eventName, string reason) =>
        CursorEvents.Silent.Contains(eventName ?? "") ? NoOpinion(eventName!) : CursorAnswer.Permission("deny", reason);
}
