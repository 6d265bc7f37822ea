using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>What a step would record, or why it may not be made.</summary>
internal abstract record CollaborationStep
{
    private CollaborationStep()
    {
    }

    /// <summary>An event to append.</summary>
    public sealed record Record(string Type, byte[] Payload) : CollaborationStep
    {
        /// <summary>The agent it is about, where that is not who does it.</summary>
        public string? About { get; init; }

        /// <summary>The blobs it names.</summary>
        public IReadOnlyList<Digest> Blobs { get; init; } = [];
    }

    /// <summary>Nothing may be recorded.</summary>
    public sealed record Refuse(Problem Problem) : CollaborationStep;

    public static Record Of<T>(string type, T payload, JsonTypeInfo<T> json) => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json));

    public static Refuse No(string code, string message, int status = 409) => new(new Problem(code, message, status));
}
