using System.Text.Json;

namespace Pharos.Cli.Hooks.Gemini;

/// <summary>Gemini CLI: hooks in <c>.gemini/settings.json</c>, with time-outs in milliseconds.</summary>
internal sealed class GeminiHooks : IAgentHooks
{
    private const string HookName = "pharos";

    public string Name => "gemini";

    public string Title => "Gemini CLI";

    public string SettingsPath => ".gemini/settings.json";

    public SettingsLayout Layout { get; } = new("Gemini CLI", IsGrouped: true)
    {
        HookName = HookName,
        TakesComments = true,
        OtherMembers = ["enabled", "disabled", "notifications"],
    };

    public IReadOnlyList<string> Events { get; } = ["BeforeTool", "AfterTool", "BeforeAgent"];

    public string NextStep => "Restart running sessions of Gemini CLI in this folder and trust it if you are asked; then try it: pharos hook test gemini";

    public HookEntry EntryOf(string eventName, string shim, string subject, bool blockOnFailure = true) => new(
        eventName,
        HookCommandLine.Of(shim, eventName, subject, Name) + (eventName == "BeforeTool" ? HookCommandLine.OrBlockWithReason : ""),
        HookCommandLine.TimeoutSeconds * 1000,
        BlocksOnFailure: false);

    public IEnumerable<string> Obstacles(HookTarget target)
    {
        foreach (var path in (string[])[.. new[] { target.Settings, target.InHome(SettingsPath) }.Distinct()])
        {
            if (target.Read(path) is { } root && ObstacleIn(root) is { } obstacle)
            {
                yield return $"{path} {obstacle}: nothing is checked";
            }
        }
    }

    public IReadOnlyList<DocumentedPayload> Payloads(string project, bool isRegistered) => GeminiPayloads.For(project, isRegistered);

    public string TextOf(DocumentedPayload payload, int number, string session, string project) => GeminiPayloads.Text(payload, session, project);

    // The switches have moved from version to version; any of them counts.
    private static string? ObstacleIn(JsonSpan root)
    {
        foreach (var place in (string[])["hooksConfig", "hooks"])
        {
            if (IsFalse(root.Member(place)?.Member("enabled")))
            {
                return $"sets {place}.enabled to false";
            }

            if (root.Member(place)?.Member("disabled")?.Children.Any(name => name.Value.Text is { } text && (text == HookName || text.Contains(HookShim.FileName, StringComparison.Ordinal))) == true)
            {
                return $"lists the hook of Pharos in {place}.disabled";
            }
        }

        return IsFalse(root.Member("tools")?.Member("enableHooks")) ? "sets tools.enableHooks to false" : null;
    }

    private static bool IsFalse(JsonSpan? value) => value?.Kind == JsonTokenType.False;
}
