using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>Answers queries of an engine's log. Safe for use by many threads.</summary>
internal sealed class QueryEngine(IIndexedLog log, IIndexStore store, Indexer indexer, TimeProvider clock)
{
    /// <summary>Answers one page; it sees everything that was committed before the call.</summary>
    /// <exception cref="EventLogUnavailableException"><c>index.behind</c>, <c>log.closed</c>, or the log cannot be read.</exception>
    public async ValueTask<EventPage> AnswerAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(cancellationToken);
        if (!query.IsFiltered)
        {
            return await WalkAsync(query, head, cancellationToken);
        }

        // Only the part of the log that the page may show must have been indexed.
        var range = QueryRange.Of(query, head);
        if (range.IsEmpty)
        {
            return new EventPage([], null);
        }

        var needed = new Position(range.Last);
        var since = clock.GetTimestamp();
        while (true)
        {
            await indexer.WaitAsync(needed, since, cancellationToken);
            try
            {
                await using var snapshot = await store.ReadAsync(cancellationToken);
                if (snapshot.Position >= needed)
                {
                    return await new QueryPlanner(log, snapshot).AnswerAsync(query, cancellationToken);
                }

                // Said while the snapshot is held, so that the next index cannot have come further meanwhile.
                indexer.Correct(snapshot.Position);
            }
            catch (IndexDamagedException problem)
            {
                indexer.Report(problem);
                if (clock.GetElapsedTime(since) > Indexer.Patience)
                {
                    throw new EventLogUnavailableException("index.behind", $"The query index was damaged and made anew, and is damaged again: {problem.Message}", problem);
                }
            }
        }
    }

    private async ValueTask<EventPage> WalkAsync(EventQuery query, Position head, CancellationToken cancellationToken)
    {
        var range = QueryRange.Of(query, head);
        if (range.IsEmpty)
        {
            return new EventPage([], null);
        }

        var limit = Math.Clamp(query.Limit, 1, EventQuery.MaxLimit);
        var found = await log.WalkAsync(range.First, range.Last, query.Descending, limit + 1, cancellationToken);
        return found.Count > limit ? new EventPage([.. found.Take(limit)], found[limit - 1].Position) : new EventPage(found, null);
    }
}
