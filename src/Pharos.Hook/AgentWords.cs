namespace Pharos.Hook;

/// <summary>What one event of an agent takes for a yes, a no and for silence. The same words as in the sh shim.</summary>
/// <param name="agent">The agent's name.</param>
/// <param name="eventName">The event.</param>
internal sealed class AgentWords(string agent, string eventName)
{
    /// <summary>The agent for which the client was first written; calls that name none are its.</summary>
    public const string ClaudeCode = "claude-code";

    private const string AwayReason = "Pharos is away and break-glass is open: nothing is checked, your own permission rules apply.";

    /// <summary>The agent's name.</summary>
    public string Agent => agent;

    /// <summary>Whether the agent is one of those whose words are known.</summary>
    public bool IsKnown => agent is ClaudeCode or "codex" or "gemini" or "cursor";

    /// <summary>Whether the event stops something; else it only reports, begins or ends.</summary>
    public bool Stops => (agent, eventName) switch
    {
        (ClaudeCode or "codex", "PostToolUse" or "PostToolUseFailure" or "UserPromptSubmit" or "Stop" or "SubagentStop" or "Notification") => false,
        (ClaudeCode or "codex" or "gemini", ['S', 'e', 's', 's', 'i', 'o', 'n', ..]) => false,
        ("gemini", "AfterTool" or "BeforeAgent" or "AfterAgent" or "Notification") => false,
        ("cursor", "beforeSubmitPrompt" or "stop" or "subagentStop" or ['a', 'f', 't', 'e', 'r', ..] or ['s', 'e', 's', 's', 'i', 'o', 'n', ..]) => false,
        ("cursor", _) => !IsReport,
        _ => true,
    };

    /// <summary>What an event is told when nothing must be stopped.</summary>
    public string GoOn => (agent, eventName) is ("cursor", "beforeSubmitPrompt") ? """{"continue":true}""" : "{}";

    /// <summary>Whether the printed refusal alone counts and the status is not looked at.</summary>
    public bool PrintIsEnough => agent == ClaudeCode;

    /// <summary>What is printed while break-glass is open: no opinion, or the nearest to it.</summary>
    public string Away => (agent, eventName) switch
    {
        ("cursor", "beforeShellExecution" or "beforeMCPExecution") => Permission("ask", AwayReason),
        ("cursor", "preToolUse" or "beforeReadFile") => """{"permission":"allow"}""",
        ("cursor", _) => GoOn,
        _ => $$"""{"systemMessage":"{{AwayReason}}"}""",
    };

    private bool IsReport => eventName.StartsWith("postToolUse", StringComparison.Ordinal);

    /// <summary>The refusal that the event wants printed; null where the status and the reason on standard error are enough.</summary>
    public string? Refusal(string reason) => (agent, eventName) switch
    {
        (ClaudeCode, "PermissionRequest") =>
            $$$$"""{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"Pharos: {{{{reason}}}}"}}}""",
        ("cursor", _) => Permission("deny", $"Pharos: {reason}"),
        _ => null,
    };

    /// <summary>Whether a body is one that the gate gives to this event.</summary>
    public bool IsAnswer(string body) => agent switch
    {
        "cursor" => IsCursorAnswer(body),
        "gemini" => body == "{}" || IsBetween(body, "{\"decision\":\"allow\",\"reason\":\"", "\"}") || IsBetween(body, "{\"decision\":\"deny\",\"reason\":\"", "\"}"),
        _ => body == "{}" || IsBetween(body, $"{{\"hookSpecificOutput\":{{\"hookEventName\":\"{eventName}\",", "}}") || IsBetween(body, "{\"decision\":\"block\",\"reason\":\"", "\"}"),
    };

    private bool IsCursorAnswer(string body)
    {
        var isBefore = eventName.StartsWith("before", StringComparison.Ordinal);
        return body switch
        {
            "{}" => IsReport || eventName.StartsWith("after", StringComparison.Ordinal),
            """{"permission":"allow"}""" => isBefore || eventName == "preToolUse",
            """{"continue":true}""" => eventName == "beforeSubmitPrompt",
            _ => IsBetween(body, "{\"permission\":\"deny\",\"user_message\":\"", "\"}") || (isBefore && IsBetween(body, "{\"permission\":\"ask\",\"user_message\":\"", "\"}")),
        };
    }

    private static bool IsBetween(string body, string start, string end) =>
        body.StartsWith(start, StringComparison.Ordinal) && body.EndsWith(end, StringComparison.Ordinal);

    private static string Permission(string permission, string reason) =>
        $$"""{"permission":"{{permission}}","user_message":"{{reason}}","agent_message":"{{reason}}"}""";
}
