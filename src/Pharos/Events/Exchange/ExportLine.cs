namespace Pharos.Events.Exchange;

/// <summary>What a line of an export is.</summary>
public enum ExportLineKind
{
    /// <summary>The first line.</summary>
    Header,

    /// <summary>A blob, before the first event that names it.</summary>
    Blob,

    /// <summary>An event.</summary>
    Event,

    /// <summary>The last line.</summary>
    Trailer,
}

/// <summary>One line of an export.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">The event's position, or the one of the event that the blob precedes; of the trailer the last.</param>
/// <param name="Blob">The blob.</param>
/// <param name="Utf8">The line with its end of line; valid until the next line is asked for.</param>
public sealed record ExportLine(ExportLineKind Kind, Position Position, Digest Blob, ReadOnlyMemory<byte> Utf8);
