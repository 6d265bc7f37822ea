using Pharos.Proposals;

namespace Pharos.Server.Hooks.Gemini;

/// <summary>
/// Gemini CLI. BeforeTool says allow or deny: "ask" is not documented, and versions that do not know it run the tool. It names no calls, so a report finds its
/// proposal by its content.
/// </summary>
internal sealed class GeminiAdapter : IHookAdapter
{
    public string Agent => "gemini";

    public string DecisionEvent => "BeforeTool";

    public string SessionMember => "session_id";

    public HookStep StepOf(string eventName) => eventName switch
    {
        "BeforeTool" => HookStep.Decide,
        "AfterTool" => HookStep.ReportDone,
        "BeforeAgent" => HookStep.RecordPrompt,
        _ => HookStep.Refuse,
    };

    public HookPayload Read(HookFields fields) => HookPayload.Of(fields, SessionMember);

    public ActReading ActsOf(string eventName, HookPayload payload) => GeminiTools.Read(payload);

    public bool AsksSomebody(string eventName, HookPayload payload) => false;

    public ReadOnlyMemory<byte> Say(string eventName, HookPayload payload, Answer answer) => answer.Decision switch
    {
        Decision.Allow => HookBody.Decision("allow", HookReason.Of(answer)),
        Decision.Review => HookBody.Decision("deny", HookReason.CannotAsk(answer)),
        _ => HookBody.Decision("deny", HookReason.Of(answer)),
    };

    public ReadOnlyMemory<byte> NoOpinion(string eventName) => HookBody.Empty;

    public ReadOnlyMemory<byte> Refusal(string? eventName, string reason) => eventName switch
    {
        // They report, begin or end something. For AfterAgent "deny" means "try again", and for BeforeAgent that the person's message is lost.
        "AfterTool" or "BeforeAgent" or "AfterAgent" or "AfterModel" or "BeforeToolSelection" or "SessionStart" or "SessionEnd" or "Notification" or "PreCompress" => HookBody.Empty,
        _ => HookBody.Decision("deny", reason),
    };
}
