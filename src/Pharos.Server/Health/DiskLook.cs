namespace Pharos.Server.Health;

/// <summary>What was seen of the data folder's disk.</summary>
/// <param name="FreeBytes">Bytes the account may still write.</param>
/// <param name="LogBytes">Size of the log's file; null when the log is elsewhere.</param>
/// <param name="WriteAheadBytes">Size of its write-ahead file; null when there is none.</param>
/// <param name="Problem">Why the folder cannot be written; null when it can.</param>
internal sealed record DiskLook(long FreeBytes, long? LogBytes, long? WriteAheadBytes, string? Problem);
