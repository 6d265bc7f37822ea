using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What the gate says about a proposal.</summary>
/// <param name="Decision">allow, deny or review.</param>
/// <param name="Reason">Why, in words for a person.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Id">The proposal; null when none was made.</param>
/// <param name="IsWaiting">True when somebody has to look at it still.</param>
/// <param name="Edited">The input that was approved instead; null when nothing was changed.</param>
internal sealed record GateAnswer(string Decision, string Reason, string Rule, string? Id, bool IsWaiting, JsonElement? Edited)
{
    /// <summary>True for an answer that nobody gave, because the gate could not be asked.</summary>
    public bool IsUnreachable { get; private init; }

    /// <summary>True when it may happen, perhaps with another input.</summary>
    public bool IsAllowed => Decision == "allow";

    /// <summary>The answer in place of one that could not be had: never an allow.</summary>
    public static GateAnswer Unreachable(string why) => new("deny", why, "gate.unreachable", null, false, null) { IsUnreachable = true };

    /// <summary>A proposal that the gate would not even decide.</summary>
    public static GateAnswer Refused(string code, string why) => new("deny", why, code, null, false, null);

    /// <summary>Reads an answer, or the problem that stands in its place.</summary>
    public static GateAnswer Of(JsonElement body)
    {
        if (JsonRpcMessage.Text(body, "decision") is not { } decision)
        {
            return Refused(JsonRpcMessage.Text(body, "code") ?? "gate.answer", JsonRpcMessage.Text(body, "detail") ?? "The gate's answer cannot be read.");
        }

        // In a dry run everything happens, and the record says what would have been decided.
        var isBinding = JsonRpcMessage.Member(body, "enforced").ValueKind != JsonValueKind.False;
        var edited = JsonRpcMessage.Member(body, "edited");
        return new GateAnswer(
            isBinding ? decision : "allow",
            JsonRpcMessage.Text(body, "reason") ?? "",
            JsonRpcMessage.Text(body, "rule") ?? "",
            JsonRpcMessage.Text(body, "id"),
            isBinding && decision == "review",
            edited.ValueKind == JsonValueKind.Object ? edited : null);
    }
}
