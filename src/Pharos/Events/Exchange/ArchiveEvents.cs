using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>The events about archived segments: <c>log.archived</c> for every step of moving payloads, <c>log.archive-rewritten</c> when an erasure changed a segment.</summary>
public static class ArchiveEvents
{
    /// <summary>Payloads were moved to a segment.</summary>
    public const string Archived = "log.archived";

    /// <summary>A segment was written anew without an erased payload.</summary>
    public const string Rewritten = "log.archive-rewritten";

    /// <summary>The stream of both.</summary>
    public static readonly StreamId Stream = new("log", new Guid("01900000-0000-7000-8000-0000000000f2"));

    /// <summary>The payload of both types.</summary>
    public static ReadOnlyMemory<byte> Payload(ArchivedSegment segment, Position? erased = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", segment.File);
            writer.WriteNumber("first", segment.First.Value);
            writer.WriteNumber("last", segment.Last.Value);
            writer.WriteString("sha256", segment.Sha256.ToString());
            writer.WriteString("firstPreviousHash", segment.FirstPreviousHash.ToString());
            writer.WriteString("lastHash", segment.LastHash.ToString());
            writer.WriteNumber("bytes", segment.Bytes);
            writer.WriteNumber("removedTo", segment.RemovedTo.Value);
            if (erased is { } position)
            {
                writer.WriteNumber("erased", position.Value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads either payload; null when it is none.</summary>
    public static ArchivedSegment? Read(EventRecord record)
    {
        if (record.Type is not (Archived or Rewritten))
        {
            return null;
        }

        try
        {
            var members = new LineMembers(record.Payload.Span);
            return Digest.TryParse(members.Text("sha256"), out var sha256) && Digest.TryParse(members.Text("firstPreviousHash"), out var before) && Digest.TryParse(members.Text("lastHash"), out var last)
                ? new ArchivedSegment(
                    members.Text("file"), new Position(members.Number("first")), new Position(members.Number("last")), sha256, before, last, members.Number("bytes"), new Position(members.Number("removedTo")))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>A segment as the log knows it.</summary>
/// <param name="File">Its name in the archive folder.</param>
/// <param name="First">The first position in it.</param>
/// <param name="Last">The last position in it.</param>
/// <param name="Sha256">The digest of the file.</param>
/// <param name="FirstPreviousHash">The chain's hash before its first event.</param>
/// <param name="LastHash">The chain's hash at its last event.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="RemovedTo">Up to where payloads were moved out of the log; below <paramref name="Last"/> while that goes on.</param>
public sealed record ArchivedSegment(string File, Position First, Position Last, Digest Sha256, Digest FirstPreviousHash, Digest LastHash, long Bytes, Position RemovedTo);
