using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What a line turned out to be.</summary>
internal abstract record JsonRpcReading
{
    private JsonRpcReading()
    {
    }

    /// <summary>One message, or those of a batch.</summary>
    /// <param name="All">At least one.</param>
    public sealed record Messages(IReadOnlyList<JsonRpcMessage> All) : JsonRpcReading;

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
