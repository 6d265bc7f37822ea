using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>
/// Reads an export and verifies every line of it before giving it on: leaf, link, digest, count. Holds one line at a time. A gzip file is the same export; the caller unpacks it.
/// </summary>
public static class ExportReader
{
    /// <summary>Longest line in bytes: the largest blob in base64, and what stands around it.</summary>
    public const int LongestLine = (EventLimits.BlobBytes / 3 * 4) + 4096;

    /// <summary>Reads an export from its first line to its last.</summary>
    /// <exception cref="ExportDamagedException">At the first line that does not fit; everything before was given on.</exception>
    public static async IAsyncEnumerable<ExportEntry> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var lines = new BoundedLines(stream, LongestLine);
        var check = new ExportCheck();
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (check.Read(line.Span, lines.Number) is { } entry)
            {
                yield return entry;
            }
        }

        if (!check.IsWhole)
        {
            throw new ExportDamagedException("export.cut", $"The export ends behind line {lines.Number}, at position {check.Last}, without its last line: it was cut.", lines.Number);
        }
    }

    /// <summary>The events of an export, for a walk of its chain.</summary>
    /// <exception cref="ExportDamagedException">At the first line that does not fit.</exception>
    public static async IAsyncEnumerable<EventRecord> EventsAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in ReadAsync(stream, cancellationToken))
        {
            if (entry is ExportEntry.Event next)
            {
                yield return next.Sealed.Record;
            }
        }
    }
}
