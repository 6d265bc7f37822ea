namespace Pharos.Events;

/// <summary>A store that is gone with the process, for tests and for commands that record nothing.</summary>
public sealed class InMemoryEventStore : IEventStore, ILeases
{
    private readonly InMemoryEventLog _log = new();

    /// <param name="clock">Tells the age of blobs and of nonces.</param>
    public InMemoryEventStore(TimeProvider clock)
    {
        Blobs = new InMemoryBlobStore(_log, clock);
        Index = new UnindexedLog(() => _log.Head);
        Nonces = new InMemoryUsedNonces(clock);
    }

    /// <inheritdoc/>
    public IEventLog Log => _log;

    /// <inheritdoc/>
    public ILogMaintenance Maintenance => _log;

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    public IQueryIndex Index { get; }

    /// <inheritdoc/>
    public ILeases Leases => this;

    /// <inheritdoc/>
    public IUsedNonces Nonces { get; }

    /// <summary>There is only one node on a log in memory.</summary>
    public ValueTask<bool> HoldsAsync(string name, CancellationToken cancellationToken = default) => new(true);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _log.DisposeAsync();
}
