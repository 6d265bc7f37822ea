using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Proposals;

namespace Pharos.Review.Elicitations;

/// <summary>What a step would record, or why it may not be made.</summary>
internal abstract record ElicitationStep
{
    private ElicitationStep()
    {
    }

    /// <summary>An event to append.</summary>
    public sealed record Record(string Type, byte[] Payload) : ElicitationStep;

    /// <summary>Nothing may be recorded.</summary>
    public sealed record Refuse(Problem Problem) : ElicitationStep
    {
        /// <summary>Where the answer does not fit.</summary>
        public IReadOnlyList<FormError> Errors { get; init; } = [];
    }

    public static Record Of<T>(string type, T payload, JsonTypeInfo<T> json) => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json));

    public static Refuse No(string code, string message, int status = 409) => new(new Problem(code, message, status));
}
