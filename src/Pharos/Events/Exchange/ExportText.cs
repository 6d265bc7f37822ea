using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>Writes lines of an export. One line at a time is kept; for one reader.</summary>
internal sealed class ExportText
{
    // A buffer that grew for a blob is let go afterwards.
    private const int KeptCapacity = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(4096);

    // The lines go into files and terminals, never into HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public ExportLine Header(ExportHeader header) => Line(ExportLineKind.Header, header.From, default, writer =>
    {
        writer.WriteString("format", ExportHeader.Format);
        writer.WriteNumber("version", ExportHeader.Version);
        writer.WriteString("log", header.Log?.ToString());
        writer.WriteNumber("from", header.From.Value);
        writer.WriteString("previous", header.Previous.ToString());
        writer.WriteString("type", header.Type);
        writer.WriteBoolean("blobs", header.HasBlobs);
    });

    public ExportLine Trailer(ExportTrailer trailer) => Line(ExportLineKind.Trailer, trailer.Last, default, writer =>
    {
        writer.WriteBoolean("end", true);
        writer.WriteNumber("events", trailer.Events);
        writer.WriteNumber("last", trailer.Last.Value);
        writer.WriteString("hash", trailer.Hash.ToString());
        writer.WriteNumber("blobs", trailer.Blobs);
    });

    public ExportLine Blob(Position position, Digest digest, ReadOnlyMemory<byte> content) => Line(ExportLineKind.Blob, position, digest, writer =>
    {
        writer.WriteString("blob", digest.ToString());
        writer.WriteBase64String("base64", content.Span);
    });

    public ExportLine Event(SealedEvent next) => Line(ExportLineKind.Event, next.Record.Position, default, writer => Write(writer, next));

    private static void Write(Utf8JsonWriter writer, SealedEvent next)
    {
        var record = next.Record;
        writer.WriteNumber("position", record.Position.Value);
        writer.WriteString("id", record.Id.Value);
        writer.WriteString("stream", record.Stream.ToString());
        writer.WriteNumber("version", record.Version);
        writer.WriteString("type", record.Type);
        writer.WriteNumber("schema", record.Schema);
        writer.WriteString("at", HashChain.TimeOf(record.At));
        writer.WriteStartObject("actor");
        writer.WriteString("kind", HashChain.KindOf(record.Actor.Kind));
        writer.WriteString("id", record.Actor.Id);
        writer.WriteEndObject();
        writer.WriteString("agent", record.Agent);
        writer.WriteString("workspace", record.Workspace);
        Write(writer, "correlation", record.Correlation?.Value);
        Write(writer, "causation", record.Causation?.Value);
        Write(writer, "operationId", record.OperationId?.Value);
        if (!next.OperationHash.IsEmpty)
        {
            writer.WriteString("operationHash", Convert.ToHexStringLower(next.OperationHash.Span));
        }

        WritePayload(writer, record);
        if (next.Blobs.Count > 0)
        {
            writer.WriteStartArray("blobs");
            foreach (var blob in next.Blobs)
            {
                writer.WriteStringValue(blob.ToString());
            }

            writer.WriteEndArray();
        }

        writer.WriteString("leaf", record.Leaf.ToString());
        writer.WriteString("hash", record.Hash.ToString());
    }

    private static void WritePayload(Utf8JsonWriter writer, EventRecord record)
    {
        if (record.Removed is { } removed)
        {
            writer.WriteStartObject("removed");
            writer.WriteString("kind", removed.Kind == PayloadRemoval.Archived ? "archived" : "erased");
            writer.WriteString("digest", removed.Digest.ToString());
            writer.WriteEndObject();
        }
        else if (StandsAsItIs(record.Payload.Span))
        {
            writer.WritePropertyName("payload");
            writer.WriteRawValue(record.Payload.Span, skipInputValidation: true);
        }
        else
        {
            // An end of line would end the line, and outer white space would be lost to whoever reads the member.
            writer.WriteBase64String("payloadBase64", record.Payload.Span);
        }
    }

    private static bool StandsAsItIs(ReadOnlySpan<byte> payload) =>
        payload is [not ((byte)' ' or (byte)'\t'), .., not ((byte)' ' or (byte)'\t')] or [not ((byte)' ' or (byte)'\t')] && payload.IndexOfAny((byte)'\n', (byte)'\r') < 0;

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

    private ExportLine Line(ExportLineKind kind, Position position, Digest blob, Action<Utf8JsonWriter> write)
    {
        if (_buffer.Capacity > KeptCapacity)
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Writing))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        return new ExportLine(kind, position, blob, _buffer.WrittenMemory);
    }
}
