using System.Text.Json;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>Answers in the member <c>hookSpecificOutput</c>, which Claude Code defined and Codex took over.</summary>
internal static class SpecificOutput
{
    /// <summary>What PreToolUse is answered.</summary>
    /// <param name="decision">allow, ask or deny.</param>
    /// <param name="reason">Shown to the person for allow and ask, to the model for deny.</param>
    /// <param name="updatedInput">The input to run instead of the proposed one; null for that.</param>
    public static ReadOnlyMemory<byte> Permission(string decision, string reason, RegoObject? updatedInput = null) => Of("PreToolUse", writer =>
    {
        writer.WriteString("permissionDecision", decision);
        writer.WriteString("permissionDecisionReason", HookBody.Shorten(reason));
        if (updatedInput is not null)
        {
            writer.WritePropertyName("updatedInput");
            writer.WriteRawValue(updatedInput.ToJson());
        }
    });

    /// <summary>What PermissionRequest is answered to a decision.</summary>
    public static ReadOnlyMemory<byte> OfRequest(HookPayload payload, Answer answer) => answer.Decision switch
    {
        Decision.Allow => AllowBehavior(),
        // The dialog that is about to open is the review.
        Decision.Review when PermissionModes.AsksSomebody(payload.PermissionMode) => HookBody.Empty,
        Decision.Review => DenyBehavior(HookReason.NobodyToAsk(answer, payload.PermissionMode)),
        _ => DenyBehavior(HookReason.Of(answer)),
    };

    /// <summary>What PermissionRequest is answered when it is denied.</summary>
    public static ReadOnlyMemory<byte> DenyBehavior(string reason) => Behavior(writer =>
    {
        writer.WriteString("behavior", "deny");
        writer.WriteString("message", HookBody.Shorten(reason));
    });

    private static ReadOnlyMemory<byte> AllowBehavior() => Behavior(writer => writer.WriteString("behavior", "allow"));

    private static ReadOnlyMemory<byte> Behavior(Action<Utf8JsonWriter> members) => Of("PermissionRequest", writer =>
    {
        writer.WriteStartObject("decision");
        members(writer);
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Of(string eventName, Action<Utf8JsonWriter> members) => HookBody.Of(writer =>
    {
        writer.WriteStartObject("hookSpecificOutput");
        writer.WriteString("hookEventName", eventName);
        members(writer);
        writer.WriteEndObject();
    });
}
