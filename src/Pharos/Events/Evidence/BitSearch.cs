using System.Numerics;
using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>Tries every single bit of a row until its leaf is the stored one: a disk's error looks like that, and a person's change does not.</summary>
internal sealed class BitSearch(RowCopy row, IReadOnlyList<string> categories)
{
    private readonly RowLeaf _leaf = new();
    private readonly byte[] _computed = new byte[Digest.Size];

    /// <summary>Where the bit is, in words; null when no single bit explains the change.</summary>
    public string? Find() =>
        FindIn("id", row.Id) ?? FindIn("stream", row.Stream) ?? FindIn("type", row.Type) ?? FindIn("actor", row.Actor) ?? FindIn("agent", row.Agent)
        ?? FindIn("workspace", row.Workspace) ?? FindIn("correlation", row.Correlation) ?? FindIn("causation", row.Causation) ?? FindIn("operation", row.Operation)
        ?? FindIn("version", () => row.Version, value => row.Version = value) ?? FindIn("schema", () => row.Schema, value => row.Schema = value)
        ?? FindIn("at", () => row.At, value => row.At = value) ?? FindIn("actor_kind", () => row.ActorKind, value => row.ActorKind = value)
        ?? FindCategory() ?? (row.IsRemoved ? FindIn("removed_digest", row.PayloadDigest) : FindInPayload());

    /// <summary>The one bit in which two values of the same length differ; null when it is not one.</summary>
    public static string? Difference(string column, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        string? found = null;
        for (var i = 0; i < left.Length && left.Length == right.Length; i++)
        {
            var difference = (byte)(left[i] ^ right[i]);
            if (difference != 0)
            {
                if (found is not null || !BitOperations.IsPow2(difference))
                {
                    return null;
                }

                found = InWords(column, i, BitOperations.TrailingZeroCount(difference));
            }
        }

        return found;
    }

    private static string InWords(string column, int index, int bit) => $"bit {bit} of byte {index} of {column}";

    private bool Fits()
    {
        row.Compute(_leaf, row.Position, _computed);
        return row.Leaf.AsSpan().SequenceEqual(_computed);
    }

    private string? FindIn(string column, byte[] value)
    {
        for (var bit = 0; bit < 8 * value.Length; bit++)
        {
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            var fits = Fits();
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            if (fits)
            {
                return InWords(column, bit / 8, bit % 8);
            }
        }

        return null;
    }

    private string? FindIn(string column, Func<long> get, Action<long> set)
    {
        var value = get();
        for (var bit = 0; bit < 64; bit++)
        {
            set(value ^ (1L << bit));
            var fits = Fits();
            set(value);
            if (fits)
            {
                return $"bit {bit} of the number {column}";
            }
        }

        return null;
    }

    private string? FindCategory()
    {
        var own = row.Category;
        foreach (var category in categories)
        {
            row.Category = category;
            var fits = Fits();
            row.Category = own;
            if (fits)
            {
                return $"the category, the last byte of stream: it was {category}";
            }
        }

        return null;
    }

    private string? FindInPayload()
    {
        for (var bit = 0; bit < 8 * row.Payload.Length; bit++)
        {
            row.Payload[bit / 8] ^= (byte)(1 << (bit % 8));
            SHA256.HashData(row.Payload, row.PayloadDigest);
            var fits = Fits();
            row.Payload[bit / 8] ^= (byte)(1 << (bit % 8));
            if (fits)
            {
                return InWords("payload", bit / 8, bit % 8);
            }
        }

        return null;
    }
}
