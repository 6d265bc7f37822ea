using System.Buffers;
using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>
/// The bodies Claude Code reads. They are always sent with HTTP 200 and their first members never change place: the shim refuses what does not begin so, which
/// is how it tells an answer from an error page.
/// </summary>
internal static class ClaudeCodeAnswer
{
    // Claude Code ignores output above 10,000 characters, and one character may become six when it is escaped.
    private const int MaximumReasonCharacters = 1500;

    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>No opinion: the agent's own permission rules apply.</summary>
    public static ReadOnlyMemory<byte> NoOpinion => Nothing;

    /// <summary>What PreToolUse is answered.</summary>
    /// <param name="decision">allow, ask or deny.</param>
    /// <param name="reason">Shown to the person for allow and ask, to the model for deny.</param>
    public static ReadOnlyMemory<byte> Permission(string decision, string reason) => Specific("PreToolUse", writer =>
    {
        writer.WriteString("permissionDecision", decision);
        writer.WriteString("permissionDecisionReason", Shorten(reason));
    });

    /// <summary>What PermissionRequest is answered when it is allowed.</summary>
    public static ReadOnlyMemory<byte> AllowBehavior() => Specific("PermissionRequest", writer =>
    {
        writer.WriteStartObject("decision");
        writer.WriteString("behavior", "allow");
        writer.WriteEndObject();
    });

    /// <summary>The "no" that an event understands; <c>{}</c> where there is nothing to stop.</summary>
    public static ReadOnlyMemory<byte> Refusal(string? eventName, string reason) => RefusalForms.Of(eventName) switch
    {
        RefusalForm.Permission => Permission("deny", reason),
        RefusalForm.Behavior => Specific("PermissionRequest", writer =>
        {
            writer.WriteStartObject("decision");
            writer.WriteString("behavior", "deny");
            writer.WriteString("message", Shorten(reason));
            writer.WriteEndObject();
        }),
        RefusalForm.Block => Write(writer =>
        {
            writer.WriteString("decision", "block");
            writer.WriteString("reason", Shorten(reason));
        }),
        _ => NoOpinion,
    };

    private static ReadOnlyMemory<byte> Specific(string eventName, Action<Utf8JsonWriter> members) => Write(writer =>
    {
        writer.WriteStartObject("hookSpecificOutput");
        writer.WriteString("hookEventName", eventName);
        members(writer);
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string Shorten(string reason)
    {
        var masked = SecretMask.Mask(reason);
        return masked.Length <= MaximumReasonCharacters ? masked : string.Concat(masked.AsSpan(0, MaximumReasonCharacters), "…");
    }
}
