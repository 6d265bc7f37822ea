using Pharos.Gate.Definitions;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Facts.Tools;

/// <summary>A tool of a server that speaks the Model Context Protocol.</summary>
/// <param name="Server">The server, by the name that the agent's settings give it.</param>
/// <param name="Name">The tool's own name.</param>
/// <param name="IsKnown">True when its effects are known; false when only its name and arguments are.</param>
public sealed record CalledTool(string Server, string Name, bool IsKnown)
{
    /// <summary>The server says that it changes nothing.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>The server says that it may destroy something.</summary>
    public bool? IsDestructive { get; init; }

    /// <summary>The server says that it reaches the world outside.</summary>
    public bool? IsOpenWorld { get; init; }

    /// <summary>The server says that doing it twice is doing it once.</summary>
    public bool? IsIdempotent { get; init; }

    /// <summary>What became of the definition that the server gave last; null where none was seen.</summary>
    public DefinitionState? Definition { get; init; }

    /// <summary>Reads a tool's name (<c>mcp__server__tool</c>) and its annotations; null for an agent's own tools.</summary>
    /// <param name="tool">The name.</param>
    /// <param name="annotations">What the server says of the tool; not to be believed unless the server is trusted.</param>
    public static CalledTool? Of(string tool, RegoObject annotations)
    {
        if (McpToolName.Of(tool) is not var (server, name))
        {
            return null;
        }

        return new CalledTool(server, name, KnownTools.Find(server, name) is not null)
        {
            IsReadOnly = Hint(annotations, "readOnlyHint"),
            IsDestructive = Hint(annotations, "destructiveHint"),
            IsOpenWorld = Hint(annotations, "openWorldHint"),
            IsIdempotent = Hint(annotations, "idempotentHint"),
        };
    }

    private static bool? Hint(RegoObject annotations, string name) => annotations.TryGet(name, out var value) && value is RegoBoolean hint ? hint.Value : null;
}
