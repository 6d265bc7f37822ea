using System.Buffers;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Gate.Degradation;

/// <summary>The events of the one stream that holds the state.</summary>
internal static class DegradationEvents
{
    /// <summary>The stream.</summary>
    public static readonly StreamId Stream = new("degradation", new Guid("01900000-0000-7000-8000-000000000061"));

    private const string Entered = "degradation.entered";
    private const string Recovering = "degradation.recovering";
    private const string Left = "degradation.left";

    /// <summary>The event that leads to a state.</summary>
    public static NewEvent To(DegradationState state, string reason, string? trigger, Actor by, TimeProvider clock)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("reason", reason);
            writer.WriteString("trigger", trigger);
            writer.WriteEndObject();
        }

        var type = state switch { DegradationState.Emergency => Entered, DegradationState.Recovering => Recovering, _ => Left };
        return new NewEvent { Stream = Stream, Id = EventId.New(clock), Type = type, At = clock.GetUtcNow(), Actor = by, Payload = buffer.WrittenMemory };
    }

    /// <summary>The state after an event; an unknown one changes nothing.</summary>
    public static DegradationStatus Apply(DegradationStatus status, EventRecord record)
    {
        DegradationState? next = record.Type switch
        {
            Entered => DegradationState.Emergency,
            Recovering => DegradationState.Recovering,
            Left => DegradationState.Normal,
            _ => null,
        };
        if (next is not { } state)
        {
            return status;
        }

        // An erased payload leaves the state and takes only its reason.
        using var document = record.Payload.IsEmpty ? null : JsonDocument.Parse(record.Payload);
        return new DegradationStatus
        {
            State = state,
            Version = record.Version,
            Since = record.At,
            By = record.Actor.Id,
            Reason = document?.RootElement.GetProperty("reason").GetString(),
            Trigger = document?.RootElement.GetProperty("trigger").GetString(),
        };
    }
}
