using System.Numerics;

namespace Pharos.Rego.Tokens;

/// <summary>A point of the curve of Ed25519 (RFC 8032, 5.1), in extended homogeneous coordinates.</summary>
internal readonly struct EdwardsPoint
{
    private static readonly FieldElement CurveConstant = FieldElement.From(-121665) * FieldElement.From(121666).Inverse();
    private static readonly FieldElement TwiceConstant = CurveConstant + CurveConstant;
    private static readonly FieldElement RootOfMinusOne = FieldElement.From(2).Power((FieldElement.Modulus - 1) / 4);

    private readonly FieldElement _x;
    private readonly FieldElement _y;
    private readonly FieldElement _z;
    private readonly FieldElement _t;

    private EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t)
    {
        _x = x;
        _y = y;
        _z = z;
        _t = t;
    }

    /// <summary>The point that all keys are multiples of; its y is 4/5 and its x is even.</summary>
    internal static EdwardsPoint Base { get; } = Decode((FieldElement.From(4) * FieldElement.From(5).Inverse()).ToBytes())!.Value;

    private static EdwardsPoint Neutral { get; } = new(default, FieldElement.One, FieldElement.One, default);

    public static EdwardsPoint operator +(EdwardsPoint p, EdwardsPoint q)
    {
        FieldElement a = (p._y - p._x) * (q._y - q._x);
        FieldElement b = (p._y + p._x) * (q._y + q._x);
        FieldElement c = p._t * TwiceConstant * q._t;
        FieldElement d = p._z * q._z;
        d += d;
        FieldElement e = b - a;
        FieldElement f = d - c;
        FieldElement g = d + c;
        FieldElement h = b + a;
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    public static EdwardsPoint operator -(EdwardsPoint p) => new(-p._x, p._y, p._z, -p._t);

    /// <summary>The point of 32 bytes: y, and in the topmost bit whether x is odd; null where the curve has no such point.</summary>
    internal static EdwardsPoint? Decode(ReadOnlySpan<byte> bytes)
    {
        FieldElement y = FieldElement.From(bytes);
        FieldElement square = y * y;
        FieldElement u = square - FieldElement.One;
        FieldElement v = (square * CurveConstant) + FieldElement.One;
        FieldElement v3 = v * v * v;
        FieldElement x = u * v3 * (u * v3 * v3 * v).Power((FieldElement.Modulus - 5) / 8);
        FieldElement check = v * x * x;
        if (!check.Equals(u))
        {
            if (!check.Equals(-u))
            {
                return null;
            }

            x *= RootOfMinusOne;
        }

        bool odd = (bytes[31] & 0x80) != 0;
        if (x.IsOdd != odd)
        {
            x = -x;
        }

        return new EdwardsPoint(x, y, FieldElement.One, x * y);
    }

    /// <summary>first · p + second · q, doubling both in one pass.</summary>
    internal static EdwardsPoint Sum(BigInteger first, EdwardsPoint p, BigInteger second, EdwardsPoint q)
    {
        EdwardsPoint both = p + q;
        EdwardsPoint sum = Neutral;
        Span<byte> a = stackalloc byte[33];
        Span<byte> b = stackalloc byte[33];
        first.TryWriteBytes(a, out _, isUnsigned: true);
        second.TryWriteBytes(b, out _, isUnsigned: true);
        for (int bit = 255; bit >= 0; bit--)
        {
            sum = sum.Doubled();
            int which = ((a[bit >> 3] >> (bit & 7)) & 1) | (((b[bit >> 3] >> (bit & 7)) & 1) << 1);
            sum = which switch { 1 => sum + p, 2 => sum + q, 3 => sum + both, _ => sum };
        }

        return sum;
    }

    internal byte[] Encode()
    {
        FieldElement inverse = _z.Inverse();
        byte[] bytes = (_y * inverse).ToBytes();
        bytes[31] |= (byte)((_x * inverse).IsOdd ? 0x80 : 0);
        return bytes;
    }

    private EdwardsPoint Doubled()
    {
        FieldElement a = _x * _x;
        FieldElement b = _y * _y;
        FieldElement c = _z * _z;
        FieldElement h = a + b;
        FieldElement sum = _x + _y;
        FieldElement e = h - (sum * sum);
        FieldElement g = a - b;
        FieldElement f = c + c + g;
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }
}
