using System.Diagnostics.CodeAnalysis;

namespace Pharos.Events.Indexing;

/// <summary>
/// The stored form of a posting block: behind its first position, which is its key, the distances from each position to the next, seven bits a byte and the lowest
/// first. Frequent values cost one byte an event.
/// </summary>
public static class PostingCodec
{
    /// <summary>Most bytes of one distance: enough for any position.</summary>
    public const int MaxBytesOfADistance = 9;

    private const int BitsOfAByte = 7;
    private const byte More = 0x80;

    /// <summary>Writes a distance and returns how many bytes it took.</summary>
    /// <param name="distance">From 1.</param>
    /// <param name="target">Room for at least <see cref="MaxBytesOfADistance"/> bytes.</param>
    public static int Write(long distance, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distance);
        var written = 0;
        for (; distance >= More; distance >>= BitsOfAByte)
        {
            target[written++] = (byte)(distance | More);
        }

        target[written++] = (byte)distance;
        return written;
    }

    /// <summary>
    /// Reads a block as it was found on a disk, where anything may stand: false for bytes that no encoder wrote (a distance of zero, a position too large, too many
    /// positions, an end in the middle of a distance).
    /// </summary>
    public static bool TryDecode(long first, ReadOnlySpan<byte> distances, [NotNullWhen(true)] out PostingBlock? block)
    {
        block = null;
        // Every distance takes at least a byte, so more bytes than this cannot be a block, and nothing is reserved for them.
        if (first < 1 || distances.Length > (PostingBlock.MaxPositions - 1) * MaxBytesOfADistance)
        {
            return false;
        }

        var positions = new long[1 + Count(distances)];
        if (positions.Length > PostingBlock.MaxPositions)
        {
            return false;
        }

        positions[0] = first;
        var at = 0;
        for (var i = 1; i < positions.Length; i++)
        {
            if (!TryRead(distances, ref at, out var distance) || distance > long.MaxValue - positions[i - 1])
            {
                return false;
            }

            positions[i] = positions[i - 1] + distance;
        }

        if (at != distances.Length)
        {
            return false;
        }

        block = new PostingBlock(positions);
        return true;
    }

    private static int Count(ReadOnlySpan<byte> distances)
    {
        var count = 0;
        foreach (var next in distances)
        {
            count += next < More ? 1 : 0;
        }

        return count;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out long distance)
    {
        distance = 0;
        for (var shift = 0; shift < MaxBytesOfADistance * BitsOfAByte && at < bytes.Length; shift += BitsOfAByte)
        {
            var next = bytes[at++];
            distance |= (long)(next & ~More) << shift;
            if (next < More)
            {
                // The encoder writes no leading zeros, so that a position has one form only.
                return next > 0;
            }
        }

        return false;
    }
}
