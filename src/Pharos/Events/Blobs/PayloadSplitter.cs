using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Blobs;

/// <summary>One walk over a payload that takes its large strings out.</summary>
internal sealed class PayloadSplitter
{
    private readonly List<PayloadPart> _parts = [];
    private readonly HashSet<Digest> _known = [];
    private bool _isChanged;

    public PartedPayload Run(ReadOnlyMemory<byte> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var reader = new Utf8JsonReader(payload.Span, PayloadParts.Reading);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                WriteName(writer, PayloadParts.Name(ref reader));
            }
            else if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length <= PayloadParts.LargestInline || !TryTakeOut(writer, ref reader))
            {
                PayloadParts.Copy(writer, ref reader, payload.Span);
            }
        }

        writer.Flush();
        return _isChanged
            ? new PartedPayload(buffer.WrittenMemory, PayloadParts.PartedSchema, _parts)
            : new PartedPayload(payload, PayloadParts.WholeSchema, []);
    }

    private void WriteName(Utf8JsonWriter writer, string name)
    {
        if (PayloadParts.IsKey(name, leastDollars: 1))
        {
            _isChanged = true;
            writer.WritePropertyName("$" + name);
        }
        else
        {
            writer.WritePropertyName(name);
        }
    }

    private bool TryTakeOut(Utf8JsonWriter writer, ref Utf8JsonReader reader)
    {
        var content = new byte[reader.ValueSpan.Length];
        int length;
        try
        {
            length = reader.CopyString(content);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no form in UTF-8; the string stays where it can be kept exactly.
            return false;
        }

        if (length is <= PayloadParts.LargestInline or > EventLimits.BlobBytes)
        {
            return false;
        }

        var part = content.AsMemory(0, length);
        var digest = Digest.Of(part.Span);
        if (!_known.Contains(digest))
        {
            if (_parts.Count == EventLimits.BlobsPerEvent)
            {
                return false;
            }

            _known.Add(digest);
            _parts.Add(new PayloadPart(digest, part));
        }

        _isChanged = true;
        writer.WriteStartObject();
        writer.WriteString("$blob", $"sha256:{digest}");
        writer.WriteNumber("bytes", length);
        writer.WriteEndObject();
        return true;
    }
}
