namespace Pharos.Server.Events;

/// <summary>A wish to erase a payload.</summary>
/// <param name="Reason">Why: 1 to 1,000 characters; recorded in the log.</param>
internal sealed record EraseContract(string Reason);

/// <summary>An erased payload.</summary>
/// <param name="Position">The event whose payload is gone.</param>
/// <param name="Record">The event that says so.</param>
/// <param name="ErasedAt">When it was erased; null when it was done now.</param>
internal sealed record ErasedContract(long Position, long Record, DateTimeOffset? ErasedAt);

/// <summary>What stands in the place of a payload that was removed.</summary>
/// <param name="Kind">erased or archived.</param>
/// <param name="Digest">SHA-256 of the bytes that were there.</param>
internal sealed record RemovedContract(string Kind, string Digest);
