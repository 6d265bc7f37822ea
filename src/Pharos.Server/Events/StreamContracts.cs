namespace Pharos.Server.Events;

/// <summary>A ticket that opens one stream, once.</summary>
internal sealed record StreamTicketContract(string Ticket, DateTimeOffset ExpiresAt);
