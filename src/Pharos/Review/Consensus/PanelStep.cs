using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Proposals;

namespace Pharos.Review.Consensus;

/// <summary>What a step of a panel would record, or why there is nothing to record.</summary>
internal abstract record PanelStep
{
    private PanelStep()
    {
    }

    /// <summary>An event to append.</summary>
    /// <param name="Type">Its type.</param>
    /// <param name="Payload">Its payload.</param>
    /// <param name="Problem">What the one who made it is told; null when it went well.</param>
    public sealed record Record(string Type, byte[] Payload, Problem? Problem = null) : PanelStep;

    /// <summary>Nothing is recorded.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Refuse(Problem Problem) : PanelStep;

    public static Record Of<T>(string type, T payload, JsonTypeInfo<T> json, Problem? problem = null) => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json), problem);

    public static Refuse No(string code, string message, int status = 409) => new(new Problem(code, message, status));
}
