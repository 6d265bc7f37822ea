namespace Pharos.Events.Exchange;

/// <summary>One verified line of an export that is read.</summary>
public abstract record ExportEntry
{
    private ExportEntry()
    {
    }

    /// <summary>The first line.</summary>
    public sealed record Begin(ExportHeader Header) : ExportEntry;

    /// <summary>A blob, compared with its digest.</summary>
    public sealed record Blob(Digest Digest, ReadOnlyMemory<byte> Content) : ExportEntry;

    /// <summary>An event whose leaf and, in an export of all types, link fit.</summary>
    /// <param name="Sealed">The event.</param>
    /// <param name="Line">Its line, counted from 1.</param>
    public sealed record Event(SealedEvent Sealed, long Line) : ExportEntry;

    /// <summary>The last line, compared with what came before it.</summary>
    public sealed record End(ExportTrailer Trailer) : ExportEntry;
}
