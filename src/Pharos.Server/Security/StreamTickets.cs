using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Server.Security;

/// <summary>
/// Tickets for browsers, whose EventSource and WebSocket can send no header: each opens one stream, once, within half a minute, for the token that asked for it.
/// A token in an address would stay in histories and logs; a used ticket there is worth nothing. Only digests are kept, and only in this process.
/// </summary>
internal sealed class StreamTickets(TimeProvider clock)
{
    /// <summary>The query parameter that carries a ticket.</summary>
    public const string Parameter = "ticket";

    /// <summary>How long a ticket may be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Most unused tickets; the oldest go first.</summary>
    public const int MaximumTickets = 10_000;

    private const int TicketBytes = 32;
    private const int LongestTicket = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, (Admission Admission, long IssuedAt)> _open = [];
    private readonly Queue<(Digest Digest, long IssuedAt)> _byAge = [];

    /// <summary>Makes a ticket.</summary>
    public (string Ticket, DateTimeOffset ExpiresAt) Issue(Admission admission)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        var now = clock.GetTimestamp();
        var digest = DigestOf(ticket);
        lock (_lock)
        {
            while (_byAge.TryPeek(out var oldest) && (clock.GetElapsedTime(oldest.IssuedAt, now) > Lifetime || _byAge.Count >= MaximumTickets))
            {
                _byAge.Dequeue();
                _open.Remove(oldest.Digest);
            }

            _open[digest] = (admission, now);
            _byAge.Enqueue((digest, now));
        }

        return (ticket, clock.GetUtcNow() + Lifetime);
    }

    /// <summary>Takes a ticket: who asked for it, or null when there is none of that text any more.</summary>
    public Admission? Redeem(string ticket)
    {
        if (ticket.Length > LongestTicket)
        {
            return null;
        }

        lock (_lock)
        {
            return _open.Remove(DigestOf(ticket), out var issued) && clock.GetElapsedTime(issued.IssuedAt) <= Lifetime ? issued.Admission : null;
        }
    }

    private static Digest DigestOf(string ticket) => Digest.Of(Encoding.UTF8.GetBytes(ticket));
}
