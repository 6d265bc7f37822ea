using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Pharos.Rego.Builtins;

/// <summary>The addresses from first to last of one Internet protocol version.</summary>
internal sealed record AddressRange(bool IsSix, BigInteger First, BigInteger Last)
{
    private int Bits => IsSix ? 128 : 32;

    internal static AddressRange? ParseCidr(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || ParseAddress(text[..slash]) is not { } address
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) || prefix > address.Bits)
        {
            return null;
        }

        BigInteger hosts = (BigInteger.One << (address.Bits - prefix)) - 1;
        BigInteger first = address.First - (address.First & hosts);
        return new AddressRange(address.IsSix, first, first + hosts);
    }

    internal static AddressRange? ParseAddress(string text)
    {
        // .NET also reads 10.1 and hexadecimal parts, which Go refuses and which hide where an address points.
        bool six = text.Contains(':', StringComparison.Ordinal);
        bool strict = six ? text.AsSpan().IndexOfAny("%[]/") < 0 : text.Count(static c => c == '.') == 3 && text.Split('.').All(static p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'));
        if (!strict || !IPAddress.TryParse(text, out IPAddress? address))
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var number = new BigInteger(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        return new AddressRange(address.AddressFamily == AddressFamily.InterNetworkV6, number, number);
    }

    /// <summary>The network of an address without a prefix, by the address classes that Go still knows; version 6 has none.</summary>
    internal static AddressRange? ParseClassful(string text)
    {
        if (ParseAddress(text) is not { IsSix: false } address)
        {
            return null;
        }

        int first = (int)(address.First >> 24);
        return ParseCidr(text + (first < 128 ? "/8" : first < 192 ? "/16" : "/24"));
    }

    internal static string Show(BigInteger address, bool isSix)
    {
        byte[] bytes = new byte[isSix ? 16 : 4];
        byte[] digits = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.AsSpan().CopyTo(bytes.AsSpan(bytes.Length - digits.Length));
        return new IPAddress(bytes).ToString();
    }

    internal bool Contains(AddressRange other) => IsSix == other.IsSix && First <= other.First && other.Last <= Last;

    /// <summary>The fewest CIDR blocks that cover exactly this range.</summary>
    internal IEnumerable<string> Cidrs()
    {
        for (BigInteger at = First; at <= Last;)
        {
            int size = 0;
            while (size < Bits && (at & ((BigInteger.One << (size + 1)) - 1)).IsZero && at + (BigInteger.One << (size + 1)) - 1 <= Last)
            {
                size++;
            }

            yield return Show(at, IsSix) + "/" + (Bits - size).ToString(CultureInfo.InvariantCulture);
            at += BigInteger.One << size;
        }
    }
}
