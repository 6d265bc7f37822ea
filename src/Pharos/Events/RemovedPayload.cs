namespace Pharos.Events;

/// <summary>Why a payload is no longer in the log.</summary>
public enum PayloadRemoval
{
    /// <summary>Erased for good, with a reason in the event <c>log.erased</c>.</summary>
    Erased = 1,

    /// <summary>Moved to an archived segment, named by the event <c>log.archived</c>.</summary>
    Archived = 2,
}

/// <summary>What stands in the place of a payload that was removed: its digest, which is all that the event's leaf needs.</summary>
/// <param name="Kind">Why it is gone.</param>
/// <param name="Digest">The SHA-256 of the bytes that were there.</param>
public sealed record RemovedPayload(PayloadRemoval Kind, Digest Digest);
