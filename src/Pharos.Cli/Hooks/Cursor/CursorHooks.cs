using System.Text.Json;

namespace Pharos.Cli.Hooks.Cursor;

/// <summary>Cursor: hooks in <c>.cursor/hooks.json</c>, which can be told to stop the action when a hook fails.</summary>
internal sealed class CursorHooks : IAgentHooks
{
    public string Name => "cursor";

    public string Title => "Cursor";

    public string SettingsPath => ".cursor/hooks.json";

    public SettingsLayout Layout { get; } = new("Cursor", IsGrouped: false)
    {
        Version = 1,
        NamesType = false,
        WriteBlockOnFailure = writer => writer.WriteBoolean("failClosed", true),
        BlocksOnFailure = handler => handler.Member("failClosed")?.Kind == JsonTokenType.True,
    };

    public IReadOnlyList<string> Events { get; } =
    [
        "preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "postToolUse", "postToolUseFailure", "afterFileEdit", "beforeSubmitPrompt",
    ];

    public string NextStep => "Reload Cursor's window and look at Settings, Hooks: every one of them must be listed. Then try it: pharos hook test cursor";

    // failClosed cannot be left out: without it a missing script is consent.
    public HookEntry EntryOf(string eventName, string shim, string subject, bool blockOnFailure = true)
    {
        var stops = eventName is "preToolUse" or "beforeShellExecution" or "beforeMCPExecution" or "beforeReadFile";
        return new HookEntry(
            eventName, HookCommandLine.Of(shim, eventName, subject, Name) + (stops ? HookCommandLine.OrBlock : ""), HookCommandLine.TimeoutSeconds, BlocksOnFailure: stops);
    }

    // Cursor has no switch for hooks in a file that could be looked at.
    public IEnumerable<string> Obstacles(HookTarget target) => [];

    public IReadOnlyList<DocumentedPayload> Payloads(string project, bool isRegistered) => CursorPayloads.For(project, isRegistered);

    public string TextOf(DocumentedPayload payload, int number, string session, string project) => CursorPayloads.Text(payload, number, session, project);
}
