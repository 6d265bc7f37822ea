using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A tool as the server listed it, and what the gate said about its definition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The whole definition as it came.</param>
/// <param name="Hash">Tells whether it changed.</param>
/// <param name="Answer">What the gate said.</param>
internal sealed record ListedTool(string Name, JsonElement Definition, string Hash, GateAnswer Answer)
{
    /// <summary>The listing in which it was seen last.</summary>
    public required int Listing { get; init; }

    /// <summary>True when the client may see it. A definition that a reviewer approved with other words is not what the server says, so it stays withheld.</summary>
    public bool IsShown => Answer is { IsAllowed: true, Edited: null };

    /// <summary>What the server says of the tool's behaviour; undefined for nothing.</summary>
    public JsonElement Annotations => JsonRpcMessage.Member(Definition, "annotations");
}
