using System.Runtime.CompilerServices;
using Pharos.Events;

namespace Pharos.Tests.Review.Collaborations;

/// <summary>A log that counts how many events are read of it.</summary>
internal sealed class CountingLog(IEventLog inner) : IEventLog
{
    private int _read;

    public int Read => Volatile.Read(ref _read);

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default) => inner.AppendAsync(batch, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        CountedAsync(inner.ReadStreamAsync(stream, fromVersion, cancellationToken), cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => inner.ReadAllAsync(after, cancellationToken);

    public async ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        var page = await inner.QueryAsync(query, cancellationToken);
        Interlocked.Add(ref _read, page.Events.Count);
        return page;
    }

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) => inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => inner.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async IAsyncEnumerable<EventRecord> CountedAsync(IAsyncEnumerable<EventRecord> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            Interlocked.Increment(ref _read);
            yield return record;
        }
    }
}
