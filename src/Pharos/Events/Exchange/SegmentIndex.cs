using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>Where the members of a segment begin, and in which one each blob stands.</summary>
internal sealed class SegmentIndex
{
    private readonly List<(long Position, long Offset)> _members = [];
    private readonly Dictionary<Digest, long> _blobs = [];

    /// <summary>Begins a member.</summary>
    public void Begin(Position first, long offset) => _members.Add((first.Value, offset));

    /// <summary>Notes a blob of the member begun last.</summary>
    public void Add(Digest blob) => _blobs.TryAdd(blob, _members[^1].Offset);

    /// <summary>Where to begin reading for an event; null when it stands before the segment.</summary>
    public long? OffsetOf(Position position)
    {
        long? found = null;
        foreach (var (first, offset) in _members)
        {
            // Two members begin with one position when a blob filled the first: its event stands in the second.
            found = first <= position.Value ? offset : found;
        }

        return found;
    }

    /// <summary>Where to begin reading for a blob; null when the segment has no such blob.</summary>
    public long? OffsetOf(Digest blob) => _blobs.TryGetValue(blob, out var offset) ? offset : null;

    /// <summary>The index as the segment's last line.</summary>
    public ReadOnlyMemory<byte> ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("index");
            foreach (var (position, offset) in _members)
            {
                writer.WriteNumberValue(position);
                writer.WriteNumberValue(offset);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("blobs");
            foreach (var (blob, offset) in _blobs)
            {
                writer.WriteNumber(blob.ToString(), offset);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SegmentIndex Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var index = new SegmentIndex();
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var numbers = document.RootElement.GetProperty("index").EnumerateArray().Select(value => value.GetInt64()).ToList();
            for (var i = 0; i + 1 < numbers.Count; i += 2)
            {
                index._members.Add((numbers[i], numbers[i + 1]));
            }

            foreach (var blob in document.RootElement.GetProperty("blobs").EnumerateObject())
            {
                index._blobs[Digest.TryParse(blob.Name, out var digest) ? digest : throw new FormatException("a blob's name is no digest")] = blob.Value.GetInt64();
            }

            return index;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"The segment's index cannot be read: {problem.Message}", problem);
        }
    }
}
