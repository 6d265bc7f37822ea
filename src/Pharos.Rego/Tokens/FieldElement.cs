using System.Buffers.Binary;
using System.Numerics;

namespace Pharos.Rego.Tokens;

/// <summary>A number modulo 2^255 − 19, in five limbs of 51 bits, so that a product fits into pairs of machine words.</summary>
internal readonly struct FieldElement
{
    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;
    private readonly ulong _e;

    private FieldElement(ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
        _e = e;
    }

    internal static BigInteger Modulus { get; } = BigInteger.Pow(2, 255) - 19;

    internal static FieldElement One { get; } = new(1, 0, 0, 0, 0);

    internal bool IsZero => ToBytes().AsSpan().IndexOfAnyExcept((byte)0) < 0;

    internal bool IsOdd => (ToBytes()[0] & 1) != 0;

    public static FieldElement operator +(FieldElement x, FieldElement y) =>
        Carried(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d, x._e + y._e);

    // Twice the modulus is added first, so that no limb falls below zero.
    public static FieldElement operator -(FieldElement x, FieldElement y) => Carried(
        x._a + 0xfffffffffffda - y._a,
        x._b + 0xffffffffffffe - y._b,
        x._c + 0xffffffffffffe - y._c,
        x._d + 0xffffffffffffe - y._d,
        x._e + 0xffffffffffffe - y._e);

    public static FieldElement operator -(FieldElement x) => default(FieldElement) - x;

    public static FieldElement operator *(FieldElement x, FieldElement y)
    {
        ulong b19 = x._b * 19;
        ulong c19 = x._c * 19;
        ulong d19 = x._d * 19;
        ulong e19 = x._e * 19;
        UInt128 a = Wide(x._a, y._a) + Wide(b19, y._e) + Wide(c19, y._d) + Wide(d19, y._c) + Wide(e19, y._b);
        UInt128 b = Wide(x._a, y._b) + Wide(x._b, y._a) + Wide(c19, y._e) + Wide(d19, y._d) + Wide(e19, y._c);
        UInt128 c = Wide(x._a, y._c) + Wide(x._b, y._b) + Wide(x._c, y._a) + Wide(d19, y._e) + Wide(e19, y._d);
        UInt128 d = Wide(x._a, y._d) + Wide(x._b, y._c) + Wide(x._c, y._b) + Wide(x._d, y._a) + Wide(e19, y._e);
        UInt128 e = Wide(x._a, y._e) + Wide(x._b, y._d) + Wide(x._c, y._c) + Wide(x._d, y._b) + Wide(x._e, y._a);
        b += (ulong)(a >> 51);
        c += (ulong)(b >> 51);
        d += (ulong)(c >> 51);
        e += (ulong)(d >> 51);
        return Carried(((ulong)a & Mask) + ((ulong)(e >> 51) * 19), (ulong)b & Mask, (ulong)c & Mask, (ulong)d & Mask, (ulong)e & Mask);
    }

    internal static FieldElement From(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[32];
        (((value % Modulus) + Modulus) % Modulus).TryWriteBytes(bytes, out _, isUnsigned: true);
        return From(bytes);
    }

    /// <summary>The number in 32 bytes, least significant first, without the topmost bit.</summary>
    internal static FieldElement From(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes) & Mask,
        (BinaryPrimitives.ReadUInt64LittleEndian(bytes[6..]) >> 3) & Mask,
        (BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]) >> 6) & Mask,
        (BinaryPrimitives.ReadUInt64LittleEndian(bytes[19..]) >> 1) & Mask,
        (BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) >> 12) & Mask);

    internal FieldElement Power(BigInteger exponent)
    {
        FieldElement result = One;
        for (int bit = (int)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result *= result;
            if (!((exponent >> bit) & BigInteger.One).IsZero)
            {
                result *= this;
            }
        }

        return result;
    }

    internal FieldElement Inverse() => Power(Modulus - 2);

    internal bool Equals(FieldElement other) => (this - other).IsZero;

    internal byte[] ToBytes()
    {
        FieldElement n = Carried(_a, _b, _c, _d, _e);
        ulong quotient = (n._a + 19) >> 51;
        quotient = (n._b + quotient) >> 51;
        quotient = (n._c + quotient) >> 51;
        quotient = (n._d + quotient) >> 51;
        quotient = (n._e + quotient) >> 51;
        ulong a = n._a + (19 * quotient);
        ulong b = n._b + (a >> 51);
        ulong c = n._c + (b >> 51);
        ulong d = n._d + (c >> 51);
        ulong e = n._e + (d >> 51);
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (a & Mask) | (b << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), ((b & Mask) >> 13) | (c << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), ((c & Mask) >> 26) | (d << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), ((d & Mask) >> 39) | ((e & Mask) << 12));
        return bytes;
    }

    private static UInt128 Wide(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return new UInt128(high, low);
    }

    private static FieldElement Carried(ulong a, ulong b, ulong c, ulong d, ulong e) => new(
        (a & Mask) + ((e >> 51) * 19),
        (b & Mask) + (a >> 51),
        (c & Mask) + (b >> 51),
        (d & Mask) + (c >> 51),
        (e & Mask) + (d >> 51));
}
