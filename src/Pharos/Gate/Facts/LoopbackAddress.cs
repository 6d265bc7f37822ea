using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Pharos.Gate.Facts;

/// <summary>Recognises the gate's own address however it is spelled.</summary>
internal static class LoopbackAddress
{
    // What the hosts files of the common systems call it.
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ["localhost", "localhost.localdomain", "localhost4", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback"]);

    /// <summary>True when a URL or <c>host:port</c> names this machine and the gate's port.</summary>
    public static bool IsServer(string target, int port)
    {
        var text = target.Contains("://", StringComparison.Ordinal) ? target : "tcp://" + target;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return uri.Port == port && IsThisMachine(uri.IdnHost);
        }

        // Not a well-formed address, or one that the program expands itself ("876[5-5]"): this machine's name or the port's digits are enough to be careful.
        return target.Contains(":" + port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            || target.Split([':', '/', '@', '{', '}', ','], StringSplitOptions.RemoveEmptyEntries).Any(IsThisMachine);
    }

    /// <summary>True when a host's name or address is this machine's.</summary>
    public static bool IsThisMachine(string name)
    {
        // A name may be written absolutely, with a dot at its end.
        var host = name.TrimEnd('.');
        if (host.Length == 0)
        {
            return false;
        }

        if (Names.Contains(host) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // IPAddress also reads 2130706433, 0x7f.1 and 127.1, which curl accepts as loopback.
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
                || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4())));
    }
}
