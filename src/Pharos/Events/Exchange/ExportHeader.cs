namespace Pharos.Events.Exchange;

/// <summary>The first line of an export: what follows it.</summary>
/// <param name="Log">The log's identity: the hash of its first event; null when it has none.</param>
/// <param name="From">The position of the first event that follows.</param>
/// <param name="Previous">The chain's hash before it.</param>
/// <param name="Type">The only event type that was exported; null for all, and only such an export can be imported.</param>
/// <param name="HasBlobs">Whether the blobs are in it.</param>
public sealed record ExportHeader(Digest? Log, Position From, Digest Previous, string? Type, bool HasBlobs)
{
    /// <summary>The word by which an export is known.</summary>
    public const string Format = "pharos-export";

    /// <summary>The version of the format that this program writes and reads.</summary>
    public const int Version = 1;
}

/// <summary>The last line of an export, without which it was cut.</summary>
/// <param name="Events">How many events it holds.</param>
/// <param name="Last">The position of the last one; the one before the first when there is none.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Blobs">How many lines of blobs it holds.</param>
public sealed record ExportTrailer(long Events, Position Last, Digest Hash, long Blobs);
