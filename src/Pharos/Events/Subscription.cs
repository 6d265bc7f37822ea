using System.Runtime.CompilerServices;

namespace Pharos.Events;

/// <summary>
/// A reader that follows the log. Each enumeration starts behind <see cref="After"/>, reads what exists, then waits for what comes; it ends only by
/// cancellation or with <c>log.closed</c>. Nothing is kept for a subscriber that does not pull, so any number may be slow or quiet.
/// </summary>
public sealed class Subscription(IEventLog log, CommitFeed feed, Position after) : IAsyncEnumerable<EventRecord>
{
    // Enough to amortise a wake-up, little enough that a slow reader holds no memory worth speaking of.
    private const int TakeAtOnce = 256;

    /// <summary>The position behind which this subscription starts.</summary>
    public Position After { get; } = after < Position.Start ? Position.Start : after;

    /// <inheritdoc/>
    public IAsyncEnumerator<EventRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        FollowAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<EventRecord> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = After;
        while (true)
        {
            await feed.WaitBeyondAsync(seen, cancellationToken);
            if (feed.IsClosed)
            {
                throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
            }

            if (feed.TryTake(seen, TakeAtOnce) is { } kept)
            {
                foreach (var record in kept)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    seen = record.Position;
                    yield return record;
                }

                continue;
            }

            var before = seen;
            await foreach (var record in log.ReadAllAsync(seen, cancellationToken))
            {
                seen = record.Position;
                yield return record;
            }

            if (seen == before)
            {
                // Asking again at once would occupy a processor for ever.
                throw new EventLogUnavailableException("log.corrupt", $"The log's head is {feed.Head}, but no event stands behind {seen}: rows were removed.");
            }
        }
    }
}
