using System.Globalization;
using System.Net;

namespace Pharos.Gate.Facts;

/// <summary>Recognises the gate's own address however it is spelled.</summary>
internal static class LoopbackAddress
{
    /// <summary>True when a URL or <c>host:port</c> names this machine and the gate's port.</summary>
    public static bool IsServer(string target, int port)
    {
        var text = target.Contains("://", StringComparison.Ordinal) ? target : "tcp://" + target;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return uri.Port == port && IsThisMachine(uri.IdnHost);
        }

        // Not a well-formed address: the port's digits behind a colon are enough to be careful.
        return target.Contains(":" + port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static bool IsThisMachine(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
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
