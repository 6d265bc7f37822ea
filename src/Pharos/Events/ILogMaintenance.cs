namespace Pharos.Events;

/// <summary>What may be done to a log besides appending. Safe for use by many threads; failures of the environment throw <see cref="EventLogUnavailableException"/>.</summary>
public interface ILogMaintenance
{
    /// <summary>
    /// Removes payloads and appends the event that says so, in one commit. The events keep their place, leaf and hash, so the chain still verifies; the blobs that
    /// they named lose them as a reference. Afterwards no file of the engine holds the bytes any more, as far as the engine can see to that.
    /// </summary>
    ValueTask<RemovalOutcome> RemovePayloadsAsync(RemovalStep step, CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends events that another log has sealed, exactly as they are. The first must follow this log's head by position and hash; the caller has verified the rest.
    /// </summary>
    /// <param name="events">At most 1,000 events, contiguous.</param>
    /// <param name="cancellationToken">Gives up before the commit has begun.</param>
    ValueTask<ImportOutcome> ImportAsync(IReadOnlyList<SealedEvent> events, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the appends knew of events besides their records: for each event behind <paramref name="after"/> up to <paramref name="last"/> that begins an operation or
    /// names blobs. An export needs it, because without the hash of an operation a repeated one could not be told from another in the log that imports it.
    /// </summary>
    /// <param name="after">Behind this position.</param>
    /// <param name="last">Up to this position; at most 10,000 behind <paramref name="after"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyDictionary<Position, EventAttachments>> AttachmentsAsync(Position after, Position last, CancellationToken cancellationToken = default);
}

/// <summary>What an append knew of an event besides its record.</summary>
/// <param name="OperationHash">The content hash of the operation whose id it carries; empty when it carries none.</param>
/// <param name="Blobs">The blobs its payload names, in the order of digests.</param>
public sealed record EventAttachments(ReadOnlyMemory<byte> OperationHash, IReadOnlyList<Digest> Blobs);

/// <summary>An event from another log with what the append of it knew besides.</summary>
/// <param name="Record">The event.</param>
/// <param name="OperationHash">The content hash of the operation whose id it carries; empty when it carries none.</param>
/// <param name="Blobs">The blobs its payload names.</param>
public sealed record SealedEvent(EventRecord Record, ReadOnlyMemory<byte> OperationHash, IReadOnlyList<Digest> Blobs);
