using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>The event <c>log.imported</c>, which stands behind what was imported and says where it came from.</summary>
public static class LogImported
{
    /// <summary>Its type.</summary>
    public const string Type = "log.imported";

    /// <summary>The stream of events about imports and archives.</summary>
    public static readonly StreamId Stream = new("exchange", new Guid("01900000-0000-7000-8000-0000000000f1"));

    /// <summary>Makes the event.</summary>
    /// <param name="format"><c>pharos</c> or <c>lighthouse</c>.</param>
    /// <param name="files">Names of the files, without their folders.</param>
    /// <param name="added">How many events were added.</param>
    /// <param name="known">How many were there already.</param>
    /// <param name="damaged">How many records could not be read.</param>
    /// <param name="unverified">How many were taken though nothing proves who wrote them.</param>
    /// <param name="actor">Who imported.</param>
    /// <param name="clock">The clock.</param>
    public static NewEvent Of(string format, IReadOnlyList<string> files, long added, long known, long damaged, long unverified, Actor actor, TimeProvider clock)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("format", format);
            writer.WriteStartArray("files");
            foreach (var file in files)
            {
                writer.WriteStringValue(file);
            }

            writer.WriteEndArray();
            writer.WriteNumber("added", added);
            writer.WriteNumber("known", known);
            writer.WriteNumber("damaged", damaged);
            writer.WriteNumber("unverified", unverified);
            writer.WriteEndObject();
        }

        return new NewEvent { Stream = Stream, Id = EventId.New(clock), Type = Type, At = clock.GetUtcNow(), Actor = actor, Payload = buffer.WrittenMemory };
    }
}
