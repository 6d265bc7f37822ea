using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pharos.Events;

/// <summary>A SHA-256 value with value equality and no allocation. Its text is lower-case hex.</summary>
public readonly record struct Digest
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Takes the 32 bytes of an existing digest.</summary>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>32 zero bytes: the hash before the first event.</summary>
    public static Digest Genesis => default;

    /// <summary>The SHA-256 of some bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return new Digest(hash);
    }

    /// <summary>Reads the text form: 64 lower-case hex digits and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isDigest = text.Length == 2 * Size && !text.ContainsAnyInRange('A', 'F') && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        digest = isDigest ? new Digest(bytes) : default;
        return isDigest;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, _a);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], _d);
    }

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
