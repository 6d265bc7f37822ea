using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>The state of reading an export: where the chain stands and what was counted.</summary>
internal sealed class ExportCheck
{
    private ExportHeader? _header;
    private Digest _hash;
    private long _events;
    private long _blobs;

    /// <summary>Whether the last line was read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The position of the last event that was read.</summary>
    public Position Last { get; private set; }

    /// <summary>Reads and verifies one line; null for one that only helps to find others.</summary>
    public ExportEntry? Read(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            return Parse(line, number);
        }
        catch (Exception problem) when (problem is FormatException or JsonException or OverflowException or InvalidOperationException)
        {
            var where = _header is null ? "It is not an export of Pharos." : $"It stands behind position {Last}.";
            throw new ExportDamagedException("export.line", $"Line {number} cannot be read: {problem.Message}. {where}", number);
        }
        catch (NotSupportedException problem)
        {
            throw new ExportDamagedException("export.version", problem.Message, number);
        }
    }

    private ExportEntry? Parse(ReadOnlySpan<byte> line, long number)
    {
        var kind = ExportLineParser.FirstName(line);
        if (_header is null)
        {
            _header = ExportLineParser.Header(line);
            Last = new Position(_header.From.Value - 1);
            _hash = _header.Previous;
            return new ExportEntry.Begin(_header);
        }

        switch (kind)
        {
            case "index" when IsWhole:
                return null;
            case var _ when IsWhole:
                throw new FormatException("something stands behind the last line");
            case "blob":
                _blobs++;
                var (digest, content) = ExportLineParser.Blob(line);
                return Digest.Of(content) == digest && content.Length > 0
                    ? new ExportEntry.Blob(digest, content)
                    : throw new ExportDamagedException("export.blob", $"The blob {digest} in line {number}, behind position {Last}, is not what was exported.", number);
            case "end":
                return Finish(ExportLineParser.Trailer(line), number);
            default:
                var next = ExportLineParser.Event(line);
                Follow(next.Record, number);
                return new ExportEntry.Event(next, number);
        }
    }

    private void Follow(EventRecord record, long number)
    {
        if (_header!.Type is null ? record.Position.Value != Last.Value + 1 : record.Position <= Last)
        {
            throw new ExportDamagedException("export.chain", $"Line {number} holds position {record.Position}, but {Last.Value + 1} is expected: lines were removed or moved.", number);
        }

        if (HashChain.Leaf(record, HashChain.PayloadOf(record)) != record.Leaf)
        {
            throw new ExportDamagedException("export.chain", $"The event at position {record.Position} in line {number} ({record.Type}) is not the one that was exported.", number);
        }

        if (_header.Type is null && HashChain.Link(_hash, record.Leaf) != record.Hash)
        {
            throw new ExportDamagedException("export.chain", $"The event at position {record.Position} in line {number} does not follow the one before it.", number);
        }

        Last = record.Position;
        _hash = record.Hash;
        _events++;
    }

    private ExportEntry.End Finish(ExportTrailer trailer, long number)
    {
        if (trailer.Events != _events || trailer.Last != Last || trailer.Hash != _hash || trailer.Blobs != _blobs)
        {
            throw new ExportDamagedException("export.chain", $"The last line, {number}, speaks of {trailer.Events} events up to {trailer.Last}; {_events} up to {Last} came before it.", number);
        }

        IsWhole = true;
        return new ExportEntry.End(trailer);
    }
}
