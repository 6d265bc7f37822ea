namespace Pharos.Server.Events;

/// <summary>A wish to archive old payloads.</summary>
/// <param name="Before">An age such as 90d, an ISO 8601 time, or a position: what is older may go.</param>
internal sealed record ArchiveContract(string Before);

/// <summary>What one step of archiving did.</summary>
/// <param name="File">The segment in the archive folder; null when nothing was old enough.</param>
/// <param name="First">The first position in it.</param>
/// <param name="Last">The last position in it.</param>
/// <param name="Sha256">The digest of the file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Payloads">How many payloads left the log.</param>
/// <param name="More">Whether asking again archives more.</param>
internal sealed record ArchivedContract(string? File, long First, long Last, string? Sha256, long Bytes, long Payloads, bool More);
