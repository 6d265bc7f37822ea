using System.Runtime.CompilerServices;

namespace Pharos.Events;

/// <summary>
/// A reader that follows the log. Each enumeration starts behind <see cref="After"/>, reads what exists, then waits for what comes; it ends only by
/// cancellation or with <c>log.closed</c>. Nothing is kept for a subscriber that does not pull, and one that waits for certain events is not woken by others,
/// so any number may be slow or quiet.
/// </summary>
public sealed class Subscription(IEventLog log, CommitFeed feed, Position after, EventFilter filter = default) : IAsyncEnumerable<EventRecord>
{
    /// <summary>The position behind which this subscription starts.</summary>
    public Position After { get; } = after < Position.Start ? Position.Start : after;

    /// <summary>Which events it gives.</summary>
    public EventFilter Filter { get; } = filter;

    /// <summary>The same place with another filter.</summary>
    public Subscription Matching(EventFilter other) => new(log, feed, After, other);

    /// <summary>Starts a reader that knows where it stands.</summary>
    public SubscriptionCursor OpenCursor() => new(log, feed, Filter, After);

    /// <inheritdoc/>
    public IAsyncEnumerator<EventRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        FollowAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<EventRecord> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = OpenCursor();
        while (true)
        {
            await cursor.WaitAsync(cancellationToken);
            while (cursor.TryRead(out var record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }
        }
    }
}
