using System.Net;
using System.Net.Sockets;

namespace Pharos.Rego.Network;

/// <summary>
/// Which hosts a network reaches: those that are listed, by name or address. Behind a listed name only public addresses are reached, because whoever answers for
/// the name could otherwise lead policies to this machine, its network or the metadata service of its cloud; such an address has to be listed itself.
/// </summary>
internal sealed class HostRules
{
    private static readonly IPNetwork[] Inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(static text => IPNetwork.Parse(text)),
    ];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<IPAddress> _addresses = [];

    /// <summary>Rules of the names and addresses listed.</summary>
    public HostRules(IEnumerable<string> hosts)
    {
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address))
            {
                _addresses.Add(Plain(address));
            }
            else
            {
                _names.Add(host.TrimEnd('.'));
            }
        }
    }

    /// <summary>Whether a host, as an address names it, is listed.</summary>
    public bool Lists(string host) => IPAddress.TryParse(host, out IPAddress? address) ? _addresses.Contains(Plain(address)) : _names.Contains(host.TrimEnd('.'));

    /// <summary>Whether an address that a listed host stands for is reached.</summary>
    public bool Reaches(IPAddress address)
    {
        IPAddress plain = Plain(address);
        return _addresses.Contains(plain) || !Inner.Any(network => network.Contains(plain));
    }

    /// <summary>Opens a connection to a listed host at the first of its addresses that is reached and answers.</summary>
    /// <exception cref="SocketException">None is; <see cref="SocketError.AccessDenied"/> where the rules are why.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        // What is asked for and what is connected to is looked up once, so that the name cannot change its address in between.
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        IPAddress[] reached = Array.FindAll(found, Reaches);
        if (reached.Length == 0)
        {
            throw new SocketException((int)SocketError.AccessDenied, $"disallowed address: {context.DnsEndPoint.Host} stands for {string.Join(", ", found.Take(4))}, which only a host listed by address may");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reached, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
