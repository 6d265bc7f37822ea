using System.Text.Json;

namespace Pharos.Cli.Hooks.ClaudeCode;

/// <summary>Claude Code: hooks in <c>.claude/settings.json</c>.</summary>
internal sealed class ClaudeCodeHooks : IAgentHooks
{
    public string Name => "claude-code";

    public string Title => "Claude Code";

    public string SettingsPath => ".claude/settings.json";

    public SettingsLayout Layout { get; } = new("Claude Code", IsGrouped: true)
    {
        WriteBlockOnFailure = writer => writer.WriteString("onFailure", "block"),
        BlocksOnFailure = handler => handler.Member("onFailure")?.Text == "block",
    };

    public IReadOnlyList<string> Events { get; } = ["PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure", "UserPromptSubmit"];

    public string NextStep => "Restart running sessions of Claude Code, then try it: pharos hook test claude-code";

    // Its command names no agent, which the shim takes for Claude Code, so that entries of earlier versions stay as they are.
    public HookEntry EntryOf(string eventName, string shim, string subject, bool blockOnFailure = true) => new(
        eventName,
        HookCommandLine.Of(shim, eventName, subject, "").TrimEnd() + eventName switch
        {
            "PreToolUse" => HookCommandLine.OrBlock,
            // Exit 2 is not honoured for this event; only a printed decision is.
            "PermissionRequest" => " || printf '%s' '"
                + """{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"Pharos: the hook could not run."}}}""" + "'",
            _ => "",
        },
        HookCommandLine.TimeoutSeconds,
        blockOnFailure && (eventName is "PreToolUse" or "PermissionRequest"));

    // Any of the files that Claude Code reads may turn hooks off.
    public IEnumerable<string> Obstacles(HookTarget target) =>
        from path in target.Project is null ? [target.Settings] : (string[])[target.Settings, target.InProject(".claude/settings.local.json"), target.InHome(SettingsPath)]
        where target.Read(path)?.Member("disableAllHooks")?.Kind == JsonTokenType.True
        select $"{path} sets disableAllHooks: nothing is checked";

    public IReadOnlyList<DocumentedPayload> Payloads(string project, bool isRegistered) => ClaudeCodePayloads.For(project, isRegistered);

    public string TextOf(DocumentedPayload payload, int number, string session, string project) => ClaudeCodePayloads.Text(payload, number, session, project);
}
