namespace Pharos.Events;

/// <summary>One engine with everything it keeps: the log, what an administrator may do to it, blobs and leases. Disposing it closes the log.</summary>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Whether other nodes may append to the log too, so that what was folded from it must be looked after.</summary>
    bool IsShared => false;

    /// <summary>The log.</summary>
    IEventLog Log { get; }

    /// <summary>What may be done to it besides appending.</summary>
    ILogMaintenance Maintenance { get; }

    /// <summary>Large parts of payloads.</summary>
    IBlobStore Blobs { get; }

    /// <summary>What makes the log searchable.</summary>
    IQueryIndex Index { get; }

    /// <summary>Which node does what.</summary>
    ILeases Leases { get; }

    /// <summary>What may be used only once, on whichever node.</summary>
    IUsedNonces Nonces { get; }

    /// <summary>What makes the set-up weaker than the log promises, or will soon; empty when all is well. Asked by health checks every few seconds.</summary>
    ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something about the store that somebody should know.</summary>
/// <param name="Code">A stable code, such as <c>store.weak-durability</c>.</param>
/// <param name="Message">What is wrong, and what to do.</param>
/// <param name="IsFailure">True when nothing can be appended; false when it works but is weaker.</param>
public sealed record StoreFinding(string Code, string Message, bool IsFailure);
