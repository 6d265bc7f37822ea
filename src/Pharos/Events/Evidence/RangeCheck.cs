using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>
/// Walks one range of rows and stops at the first that does not fit. Nothing is allocated for a row that does, unless it is evidence itself or its payload is gone.
/// </summary>
internal sealed class RangeCheck(AnchorSet anchors) : IChainSink, IDisposable
{
    // One state for all hashes: making and dropping one each time cost a quarter of the hashing.
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RowLeaf _leaf = new();
    private readonly byte[] _payload = new byte[Digest.Size];
    private readonly byte[] _own = new byte[Digest.Size];
    private readonly byte[] _link = new byte[2 * Digest.Size];
    private readonly byte[] _computed = new byte[Digest.Size];
    private int _anchor;

    /// <summary>The position that must come next.</summary>
    public long Expected { get; private set; }

    /// <summary>How the range stopped fitting at <see cref="Expected"/>; null when it fits.</summary>
    public RangeBreak? Break { get; private set; }

    /// <summary>Anchors that fit.</summary>
    public int Anchored { get; private set; }

    /// <summary>The last anchor that fits; 0 when there is none.</summary>
    public long LastAnchored { get; private set; }

    /// <summary>The stored hash of the row before <see cref="Expected"/>.</summary>
    public Digest Previous => new(_link.AsSpan(0, Digest.Size));

    /// <summary>Payloads that are gone, and the events that are evidence themselves.</summary>
    public EvidenceNotes Notes { get; private set; } = new();

    /// <summary>Begins a range.</summary>
    public void Begin(long first, Digest previous)
    {
        Expected = first;
        Break = null;
        Anchored = 0;
        LastAnchored = 0;
        Notes = new EvidenceNotes();
        _anchor = anchors.From(first);
        previous.CopyTo(_link);
    }

    /// <summary>Ends a range whose last row should be this one.</summary>
    public void End(long last)
    {
        if (Break is null && Expected <= last)
        {
            Break = new RangeBreak.Missing(null);
        }
    }

    /// <summary>Ends a range that could not be read further.</summary>
    public void Fail(string why) => Break ??= new RangeBreak.Unreadable(why);

    /// <inheritdoc/>
    public bool Take(in ChainRow row)
    {
        Break = Check(row);
        if (Break is not null)
        {
            return false;
        }

        _computed.CopyTo(_link, 0);
        Notes.Take(row);
        Expected++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Hash(ReadOnlySpan<byte> bytes, Span<byte> result)
    {
        _hash.AppendData(bytes);
        _hash.GetHashAndReset(result);
    }

    private RangeBreak? Check(in ChainRow row)
    {
        if (row.Position != Expected)
        {
            return row.Position > Expected ? new RangeBreak.Missing(row.Position) : new RangeBreak.OutOfOrder(row.Position);
        }

        if (row.Unreadable is { } why)
        {
            return new RangeBreak.Unreadable(why);
        }

        if (!PayloadDigest(row))
        {
            return new RangeBreak.Changed("its payload is marked as removed and is not, or the mark is damaged");
        }

        Hash(_leaf.Fields(row, row.Position, _payload), _own);
        if (!row.Leaf.SequenceEqual(_own))
        {
            return new RangeBreak.Changed(null);
        }

        _own.CopyTo(_link, Digest.Size);
        Hash(_link, _computed);
        if (!row.Hash.SequenceEqual(_computed))
        {
            return new RangeBreak.Unlinked();
        }

        return row.Inconsistent is { } column ? new RangeBreak.Changed(column) : CheckAnchors(row.Position);
    }

    private bool PayloadDigest(in ChainRow row)
    {
        if (row.RemovedKind == 0)
        {
            Hash(row.Payload, _payload);
            return row.RemovedDigest.IsEmpty;
        }

        if (row.RemovedKind is not ((long)PayloadRemoval.Erased or (long)PayloadRemoval.Archived) || row.RemovedDigest.Length != Digest.Size || !row.Payload.IsEmpty)
        {
            return false;
        }

        row.RemovedDigest.CopyTo(_payload);
        return true;
    }

    private RangeBreak.Rewritten? CheckAnchors(long position)
    {
        for (; _anchor < anchors.Count && anchors[_anchor].Position.Value <= position; _anchor++)
        {
            if (anchors[_anchor].Hash != new Digest(_computed))
            {
                return new RangeBreak.Rewritten(anchors[_anchor].Origin);
            }

            Anchored++;
            LastAnchored = position;
        }

        return null;
    }
}
