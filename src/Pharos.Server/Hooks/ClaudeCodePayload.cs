using System.Text.Json;
using System.Text.Unicode;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What Claude Code sends to a hook: the members that matter here, checked for type. The body is kept for the rest.</summary>
internal sealed record ClaudeCodePayload
{
    // Longer than any id Claude Code sends, shorter than what would make a log field a place to hide things in.
    private const int MaximumPromptCharacters = 4 * 1024 * 1024;

    public required RegoObject Body { get; init; }

    public string? Event { get; init; }

    public string? Session { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? PermissionMode { get; init; }

    public string? Tool { get; init; }

    public RegoObject? ToolInput { get; init; }

    public string? ToolUse { get; init; }

    public string? Subagent { get; init; }

    public string? Prompt { get; init; }

    public string? PromptId { get; init; }

    public string? Error { get; init; }

    /// <summary>Reads a payload, or says what is wrong with it.</summary>
    public static (ClaudeCodePayload? Payload, Problem? Problem) Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Refuse("hook.encoding", "The payload is not valid UTF-8.");
        }

        if (!RegoValue.TryParseJson(utf8, out var value, out var error))
        {
            return Refuse("hook.malformed", $"The payload is not JSON: {error}");
        }

        if (value is not RegoObject body)
        {
            return Refuse("hook.malformed", "The payload is not a JSON object.");
        }

        var problem = default(Problem);
        var payload = new ClaudeCodePayload
        {
            Body = body,
            Event = Text("hook_event_name"),
            Session = Text("session_id"),
            WorkingDirectory = Text("cwd", ProposalLimits.MaximumPathCharacters),
            PermissionMode = Text("permission_mode"),
            Tool = Text("tool_name"),
            ToolInput = body.TryGet("tool_input", out var input) ? input as RegoObject : null,
            ToolUse = Text("tool_use_id"),
            Subagent = Text("agent_type") ?? Text("agent_id"),
            Prompt = Text("prompt", MaximumPromptCharacters),
            PromptId = Text("prompt_id"),
            Error = Text("error", MaximumPromptCharacters),
        };
        return problem is null ? (payload, null) : (null, problem);

        string? Text(string name, int maximum = ProposalLimits.MaximumNameCharacters)
        {
            if (!body.TryGet(name, out var member) || member is RegoNull)
            {
                return null;
            }

            if (member is RegoString { Value: var text } && text.Length <= maximum && !(maximum <= ProposalLimits.MaximumPathCharacters && text.Contains('\0', StringComparison.Ordinal)))
            {
                return text;
            }

            problem ??= new Problem("hook.type", $"\"{name}\" must be a string of at most {maximum} characters without NUL.");
            return null;
        }
    }

    private static (ClaudeCodePayload?, Problem?) Refuse(string code, string message) => (null, new Problem(code, message));
}
