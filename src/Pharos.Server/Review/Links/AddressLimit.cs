using System.Net;
using System.Net.Sockets;
using Pharos.Agents;
using Pharos.Server.Security;

namespace Pharos.Server.Review.Links;

/// <summary>Bounds how often one address may try links, which need no token.</summary>
internal sealed class AddressLimit(TimeProvider clock)
{
    /// <summary>Requests a minute.</summary>
    public const int PerMinute = 120;

    private readonly RateLimiter _limiter = new(new Dictionary<Role, int> { [Role.Viewer] = PerMinute }, clock);

    /// <summary>Counts one request; null when it may pass, else the time after which one may.</summary>
    public TimeSpan? Take(IPAddress? address) => _limiter.Take(KeyOf(address), Role.Viewer, 1);

    private static Guid KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return Guid.Empty;
        }

        Span<byte> key = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(key, out _);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            // Whoever has one address of IPv6 has the whole network of 64 bits.
            key[8..].Clear();
        }

        return new Guid(key);
    }
}
