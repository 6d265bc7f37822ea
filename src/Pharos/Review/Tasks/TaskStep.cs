using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Proposals;

namespace Pharos.Review.Tasks;

/// <summary>What a step would record, or why it may not be made.</summary>
internal abstract record TaskStep
{
    private TaskStep()
    {
    }

    /// <summary>An event to append.</summary>
    public sealed record Record(string Type, byte[] Payload) : TaskStep
    {
        /// <summary>The expert it is about, when it is not the one that has the task.</summary>
        public string? Expert { get; init; }
    }

    /// <summary>Nothing may be recorded.</summary>
    public sealed record Refuse(Problem Problem) : TaskStep;

    public static Record Of<T>(string type, T payload, JsonTypeInfo<T> json) => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json));

    public static Refuse No(string code, string message, int status = 409) => new(new Problem(code, message, status));
}
