using System.Collections.Frozen;
using System.Net;

namespace Pharos.Gate.Facts.Web;

/// <summary>Says what a host reaches, however it is spelled. Nothing is resolved.</summary>
internal static class HostAddress
{
    private static readonly FrozenSet<string> LoopbackNames = FrozenSet.Create(
        StringComparer.Ordinal, ["localhost", "localhost.localdomain", "localhost4", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback", "loopback"]);

    private static readonly FrozenSet<string> MetadataNames = FrozenSet.Create(
        StringComparer.Ordinal, ["metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal", "metadata.azure.com", "metadata.azure.internal", "metadata.tencentyun.com", "metadata.packet.net"]);

    private static readonly string[] PrivateEndings = [".local", ".internal", ".lan", ".home", ".home.arpa", ".corp", ".intranet", ".localdomain", ".private", ".svc", ".cluster.local", ".test", ".consul"];

    // Services that answer every name with the address written in it, or always with this machine's.
    private static readonly string[] WildcardEndings = ["nip.io", "sslip.io", "xip.io", "traefik.me", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "local.gd", "rbndr.us", "1u.ms", "127-0-0-1.org.uk"];

    /// <summary>Classifies a host without its port.</summary>
    /// <param name="written">The host as it is written.</param>
    public static AddressClass ClassOf(string written)
    {
        var host = HostSpelling.Plain(written);
        if (host.Length == 0)
        {
            return AddressClass.Unknown;
        }

        if (host[0] == '[' || host.Contains(':', StringComparison.Ordinal))
        {
            var zone = host.IndexOf('%', StringComparison.Ordinal);
            return IPAddress.TryParse((zone < 0 ? host : host[..zone]).Trim('[', ']'), out var address) && address.GetAddressBytes().Length == 16 ? OfVersion6(address) : AddressClass.Unknown;
        }

        if (HostSpelling.Version4(host, out var isNumeric) is { } number)
        {
            return OfVersion4(number);
        }

        return isNumeric ? AddressClass.Unknown : OfName(host);
    }

    private static AddressClass OfName(string host)
    {
        if (LoopbackNames.Contains(host) || host.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return AddressClass.Loopback;
        }

        if (MetadataNames.Contains(host))
        {
            return AddressClass.Metadata;
        }

        foreach (var ending in WildcardEndings)
        {
            if (host == ending || (host.EndsWith(ending, StringComparison.Ordinal) && host[^(ending.Length + 1)] == '.'))
            {
                return AddressClass.Wildcard;
            }
        }

        return !host.Contains('.', StringComparison.Ordinal) ? AddressClass.LocalName
            : PrivateEndings.Any(ending => host.EndsWith(ending, StringComparison.Ordinal)) ? AddressClass.Private
            : AddressClass.Public;
    }

    private static AddressClass OfVersion4(uint address)
    {
        bool Within(byte first, byte second, byte third, byte fourth, int bits) =>
            (address ^ ((uint)first << 24 | (uint)second << 16 | (uint)third << 8 | fourth)) >> (32 - bits) == 0;

        if (Within(127, 0, 0, 0, 8) || Within(0, 0, 0, 0, 8))
        {
            return AddressClass.Loopback;
        }

        if (Within(169, 254, 169, 254, 32) || Within(169, 254, 170, 2, 32) || Within(169, 254, 170, 23, 32) || Within(100, 100, 100, 200, 32) || Within(192, 0, 0, 192, 32) || Within(168, 63, 129, 16, 32))
        {
            return AddressClass.Metadata;
        }

        if (Within(169, 254, 0, 0, 16))
        {
            return AddressClass.LinkLocal;
        }

        if (Within(10, 0, 0, 0, 8) || Within(172, 16, 0, 0, 12) || Within(192, 168, 0, 0, 16) || Within(100, 64, 0, 0, 10))
        {
            return AddressClass.Private;
        }

        return Within(224, 0, 0, 0, 3) || Within(192, 0, 0, 0, 24) || Within(192, 0, 2, 0, 24) || Within(198, 51, 100, 0, 24) || Within(203, 0, 113, 0, 24) || Within(198, 18, 0, 0, 15)
            ? AddressClass.Reserved
            : AddressClass.Public;
    }

    private static AddressClass OfVersion6(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var isMapped = address.IsIPv4MappedToIPv6;
        var isNat64 = bytes[..12].SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]);
        var isCompatible = bytes[..12].IndexOfAnyExcept((byte)0) < 0 && bytes[12] != 0;
        if (isMapped || isNat64 || isCompatible)
        {
            return OfVersion4(Number(bytes[12..]));
        }

        if (bytes is [0x20, 0x02, ..])
        {
            return OfVersion4(Number(bytes[2..6]));
        }

        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any))
        {
            return AddressClass.Loopback;
        }

        if (bytes is [0xfd, 0x00, 0x0e, 0xc2, ..] || bytes is [0xfd, 0x20, 0x00, 0xce, ..])
        {
            return AddressClass.Metadata;
        }

        return (bytes[0] & 0xfe) == 0xfc || address.IsIPv6SiteLocal ? AddressClass.Private
            : address.IsIPv6LinkLocal ? AddressClass.LinkLocal
            : address.IsIPv6Multicast || bytes is [0x20, 0x01, 0x0d, 0xb8, ..] ? AddressClass.Reserved
            : AddressClass.Public;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => (uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3];
}
