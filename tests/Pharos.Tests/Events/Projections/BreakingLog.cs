using System.Runtime.CompilerServices;
using Pharos.Events;

namespace Pharos.Tests.Events.Projections;

/// <summary>A log whose reading breaks off once.</summary>
internal sealed class BreakingLog(IEventLog inner, long breakAt) : IEventLog
{
    private bool _hasBroken;

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default) => inner.AppendAsync(batch, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, fromVersion, cancellationToken);

    public async IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in inner.ReadAllAsync(after, cancellationToken))
        {
            if (record.Position.Value == breakAt && !_hasBroken)
            {
                _hasBroken = true;
                throw new EventLogUnavailableException("log.io", "the disk went away");
            }

            yield return record;
        }
    }

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) =>
        inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after)
    {
        // An empty feed that is ahead of the subscriber makes it read the log, as a real one does when it begins far behind.
        var feed = new CommitFeed();
        feed.StartAt(new Position(10));
        return new Subscription(this, feed, after);
    }

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
