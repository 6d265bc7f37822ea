using System.Globalization;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>Writes the wire shape of an event.</summary>
internal static class EventJson
{
    public static void Write(Utf8JsonWriter writer, EventRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", record.Position.Value);
        writer.WriteString("id", record.Id.Value);
        writer.WriteString("stream", record.Stream.ToString());
        writer.WriteNumber("version", record.Version);
        writer.WriteString("type", record.Type);
        writer.WriteNumber("schema", record.Schema);
        writer.WriteString("at", record.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartObject("actor");
        writer.WriteString("kind", record.Actor.Kind switch { ActorKind.Agent => "agent", ActorKind.User => "user", _ => "system" });
        writer.WriteString("id", record.Actor.Id);
        writer.WriteEndObject();
        writer.WriteString("agent", record.Agent);
        writer.WriteString("workspace", record.Workspace);
        Write(writer, "correlation", record.Correlation?.Value);
        Write(writer, "causation", record.Causation?.Value);
        Write(writer, "operationId", record.OperationId?.Value);
        if (record.Payload.IsEmpty)
        {
            // Removed; the chain still holds its hash.
            writer.WriteNull("payload");
            if (record.Removed is { } removed)
            {
                writer.WriteStartObject("removed");
                writer.WriteString("kind", removed.Kind == PayloadRemoval.Erased ? "erased" : "archived");
                writer.WriteString("digest", removed.Digest.ToString());
                writer.WriteEndObject();
            }
        }
        else
        {
            // The log accepted it as JSON, so it is written as it stands.
            writer.WritePropertyName("payload");
            writer.WriteRawValue(record.Payload.Span, skipInputValidation: true);
        }

        writer.WriteString("leaf", record.Leaf.ToString());
        writer.WriteString("hash", record.Hash.ToString());
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Guid? id)
    {
        if (id is { } value)
        {
            writer.WriteString(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
