using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What a line turned out to be.</summary>
internal abstract record JsonRpcReading
{
    private JsonRpcReading()
    {
    }

    /// <summary>One message, or those of a batch.</summary>
    /// <param name="All">What can be read; at least one where nothing is <see cref="Unread"/>.</param>
    public sealed record Messages(IReadOnlyList<JsonRpcMessage> All) : JsonRpcReading
    {
        /// <summary>What else stood in a batch and cannot be read. It does not take the rest with it: somebody waits for each.</summary>
        public IReadOnlyList<Refused> Unread { get; init; } = [];
    }

    /// <summary>Nothing that may go on.</summary>
    /// <param name="Code">The code of JSON-RPC.</param>
    /// <param name="Why">What is wrong with it.</param>
    /// <param name="Id">The id it has, where it has one.</param>
    public sealed record Refused(int Code, string Why, JsonElement? Id) : JsonRpcReading
    {
        /// <summary>True where a reader may take it for an answer.</summary>
        public bool IsAnswer { get; init; }
    }
}
