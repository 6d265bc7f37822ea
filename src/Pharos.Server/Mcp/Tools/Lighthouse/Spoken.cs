using ModelContextProtocol.Protocol;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>
/// What the tools of Lighthouse share. They keep their names and arguments, so that agents written for it find their way; but who calls is the token's subject, and an
/// <c>agent_id</c> that says otherwise is refused instead of believed.
/// </summary>
internal static class Spoken
{
    /// <summary>Extra data that every tool of Lighthouse takes.</summary>
    public const string Metadata = """ "metadata":{"type":["object","null"]} """;

    /// <summary>The argument that names the caller.</summary>
    public const string AgentId = """ "agent_id":{"type":["string","null"],"maxLength":128,"description":"You. Leave it out: your token says who you are, and another name is refused."} """;

    /// <summary>Refuses an <c>agent_id</c> that is not the caller; null when it is, or was left out.</summary>
    public static CallToolResult? RefuseOther(ToolCall call) =>
        call.Arguments.Text("agent_id") is { } named && named != call.Caller.Subject
            ? ToolAnswer.Refuse("agent.mismatch", $"Your token belongs to \"{call.Caller.Subject}\", so \"agent_id\" may not be another agent. Leave it out.")
            : null;

    /// <summary>A name of Lighthouse's as names are here: <c>Code_Review</c> is <c>code-review</c>.</summary>
    public static string NameOf(string text) => string.Concat(text.Trim().ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-')).Trim('-');
}
