namespace Pharos.Cli.Hooks.Codex;

/// <summary>Codex CLI: hooks in <c>.codex/hooks.json</c>.</summary>
internal sealed class CodexHooks : IAgentHooks
{
    private const string Configuration = ".codex/config.toml";

    public string Name => "codex";

    public string Title => "Codex CLI";

    public string SettingsPath => ".codex/hooks.json";

    public SettingsLayout Layout { get; } = new("Codex CLI", IsGrouped: true);

    public IReadOnlyList<string> Events { get; } = ["PreToolUse", "PermissionRequest", "PostToolUse", "UserPromptSubmit"];

    public string NextStep =>
        "Codex runs no hook before you trust it: start codex, enter /hooks and trust the ones of Pharos. Then try it: pharos hook test codex";

    public HookEntry EntryOf(string eventName, string shim, string subject, bool blockOnFailure = true) => new(
        eventName,
        HookCommandLine.Of(shim, eventName, subject, Name) + (eventName is "PreToolUse" or "PermissionRequest" ? HookCommandLine.OrBlockWithReason : ""),
        HookCommandLine.TimeoutSeconds,
        BlocksOnFailure: false);

    public IEnumerable<string> Obstacles(HookTarget target)
    {
        foreach (var path in (string[])[target.InHome(Configuration), target.InProject(Configuration)])
        {
            if (CodexConfiguration.TurnsHooksOff(CodexConfiguration.Read(path)))
            {
                yield return $"{path} turns the feature \"hooks\" off: nothing is checked";
            }
        }

        if (!CodexConfiguration.Trusts(CodexConfiguration.Read(target.InHome(Configuration)), target.Settings))
        {
            yield return $"Codex does not run the hooks of {target.Settings} before you trust them: start codex and enter /hooks";
        }
    }

    public IReadOnlyList<DocumentedPayload> Payloads(string project, bool isRegistered) => CodexPayloads.For(project, isRegistered);

    public string TextOf(DocumentedPayload payload, int number, string session, string project) => CodexPayloads.Text(payload, number, session, project);
}
