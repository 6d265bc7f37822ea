namespace Pharos.Server.Hooks.Cursor;

/// <summary>The bodies Cursor reads.</summary>
internal static class CursorAnswer
{
    private const string Unjudged = "Pharos has no opinion here, so Cursor's own rules and you decide.";

    /// <summary>The action may go on.</summary>
    public static ReadOnlyMemory<byte> Allow { get; } = HookBody.Of(writer => writer.WriteString("permission", "allow"));

    private static readonly ReadOnlyMemory<byte> Continue = HookBody.Of(writer => writer.WriteBoolean("continue", true));

    /// <summary>ask or deny, with the reason for the person and for the model.</summary>
    public static ReadOnlyMemory<byte> Permission(string permission, string reason) => HookBody.Of(writer =>
    {
        writer.WriteString("permission", permission);
        writer.WriteString("user_message", HookBody.Shorten(reason));
        writer.WriteString("agent_message", HookBody.Shorten(reason));
    });

    /// <summary>
    /// The nearest to saying nothing. Where Cursor can ask, that is to ask: an "allow" could pass over what the person had set. Where it cannot, "allow" is the word
    /// that leaves the action to what comes after the hooks.
    /// </summary>
    public static ReadOnlyMemory<byte> NoOpinion(string eventName) => eventName switch
    {
        CursorEvents.Shell or CursorEvents.Mcp => Permission("ask", Unjudged),
        CursorEvents.ToolUse or CursorEvents.ReadFile => Allow,
        CursorEvents.Prompt => Continue,
        _ => HookBody.Empty,
    };
}
