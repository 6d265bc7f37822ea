namespace Pharos.Events;

/// <summary>The version a stream must have for a batch to be appended. 0 means that the stream must not exist yet.</summary>
public readonly record struct ExpectedVersion(StreamId Stream, long Version);

/// <summary>
/// A caller's operation. Used again by the same actor with the same content hash it answers <see cref="AppendOutcome.Duplicate"/>, with another
/// <see cref="AppendOutcome.Mismatch"/>. The content hash is the caller's (1 to 64 bytes); the log only compares it.
/// </summary>
public sealed record Operation(OperationId Id, ReadOnlyMemory<byte> ContentHash);

/// <summary>
/// Events that are appended together or not at all, across any streams. A stream without an entry in <paramref name="Expected"/> is appended to
/// whatever its version is; an entry may also name a stream that the batch does not write.
/// </summary>
public sealed record AppendBatch(IReadOnlyList<NewEvent> Events, IReadOnlyList<ExpectedVersion> Expected, Operation? Operation)
{
    /// <summary>A batch without expectations or an operation.</summary>
    public static AppendBatch Of(params IReadOnlyList<NewEvent> events) => new(events, [], null);
}
