using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>What a step would record, or why it may not be made.</summary>
internal abstract record ReviewStep
{
    private ReviewStep()
    {
    }

    /// <summary>An event to append.</summary>
    public sealed record Record(string Type, byte[] Payload) : ReviewStep
    {
        /// <summary>What is recorded behind it in the same batch, in its own stream or others.</summary>
        public IReadOnlyList<NewEvent> Along { get; init; } = [];

        /// <summary>Versions of other streams that this rests on.</summary>
        public IReadOnlyList<ExpectedVersion> Resting { get; init; } = [];
    }

    /// <summary>Nothing may be recorded.</summary>
    public sealed record Refuse(Problem Problem) : ReviewStep;

    public static Record Of<T>(string type, T payload, JsonTypeInfo<T> json) => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json));

    public static Refuse No(string code, string message, int status = 409) => new(new Problem(code, message, status));
}
