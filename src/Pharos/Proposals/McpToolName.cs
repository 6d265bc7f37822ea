namespace Pharos.Proposals;

/// <summary>The name that agents give a tool of a server that speaks the Model Context Protocol: <c>mcp__server__tool</c>.</summary>
/// <param name="Server">The server, by the name that the agent's settings give it.</param>
/// <param name="Tool">The tool's own name; empty where only a server is named.</param>
public readonly record struct McpToolName(string Server, string Tool)
{
    private const string Prefix = "mcp__";
    private const string Between = "__";

    /// <summary>Reads a name; null for an agent's own tools.</summary>
    public static McpToolName? Of(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // At the first pair, because the rest is the server's to choose: a tool "x__y" of "evil" must not count as one of "evil__x", about which no rule says anything.
        var rest = name[Prefix.Length..];
        var end = rest.IndexOf(Between, StringComparison.Ordinal);
        return end <= 0 ? new McpToolName(rest, "") : new McpToolName(rest[..end], rest[(end + Between.Length)..]);
    }
}
