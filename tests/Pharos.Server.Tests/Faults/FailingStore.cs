using Pharos.Events;

namespace Pharos.Server.Tests.Faults;

/// <summary>A store in memory whose appends fail for as long as a failure is set.</summary>
internal sealed class FailingStore : IEventStore, IEventLog
{
    private readonly InMemoryEventStore _inner = new(TimeProvider.System);

    public string? Failure { get; set; }

    public IReadOnlyList<StoreFinding> Findings { get; set; } = [];

    public IEventLog Log => this;

    public ILogMaintenance Maintenance => _inner.Maintenance;

    public IBlobStore Blobs => _inner.Blobs;

    public IQueryIndex Index => _inner.Index;

    public ILeases Leases => _inner.Leases;

    public IUsedNonces Nonces => _inner.Nonces;

    public ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken = default) => new(Findings);

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default) =>
        Failure is { } code ? throw new EventLogUnavailableException(code, $"made to fail with {code}") : _inner.Log.AppendAsync(batch, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        _inner.Log.ReadStreamAsync(stream, fromVersion, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => _inner.Log.ReadAllAsync(after, cancellationToken);

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => _inner.Log.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) =>
        _inner.Log.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => _inner.Log.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => _inner.Log.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => _inner.Log.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
