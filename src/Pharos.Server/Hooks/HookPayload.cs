using System.Text.Unicode;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What an agent sends to a hook: the members that matter here, checked for type. The body is kept for the rest.</summary>
internal sealed record HookPayload
{
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

    /// <summary>Reads a payload as its agent writes it, or says what is wrong with it.</summary>
    public static (HookPayload? Payload, Problem? Problem) Read(ReadOnlySpan<byte> utf8, IHookAdapter adapter)
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

        var fields = new HookFields(body);
        var payload = adapter.Read(fields);
        return fields.Problem is { } problem ? (null, problem) : (payload, null);
    }

    /// <summary>Reads the members that agents have in common; each adapter adds where it differs.</summary>
    public static HookPayload Of(HookFields fields, string sessionMember) => new()
    {
        Body = fields.Body,
        Event = fields.Text("hook_event_name"),
        Session = fields.Text(sessionMember),
        WorkingDirectory = fields.Text("cwd", ProposalLimits.MaximumPathCharacters),
        Tool = fields.Text("tool_name"),
        ToolInput = fields.Object("tool_input"),
        ToolUse = fields.Text("tool_use_id"),
        Prompt = fields.Text("prompt", HookFields.MaximumTextCharacters),
    };

    private static (HookPayload?, Problem?) Refuse(string code, string message) => (null, new Problem(code, message));
}
