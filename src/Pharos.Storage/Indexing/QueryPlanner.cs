using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>Answers a page of a query with a filter: intersects what the index knows, reads those events, and holds each against the query again.</summary>
internal sealed class QueryPlanner(IIndexedLog log, IIndexSnapshot index)
{
    /// <summary>Answers one page from the events that the snapshot holds.</summary>
    public async ValueTask<EventPage> AnswerAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var order = new ReadingOrder(query.Descending);
        var range = QueryRange.Of(query, index.Position);
        var budget = new WorkBudget();
        if (range.IsEmpty || await CursorsAsync(query, order, budget, cancellationToken) is not { } cursors)
        {
            return new EventPage([], null);
        }

        var limit = Math.Clamp(query.Limit, 1, EventQuery.MaxLimit);
        var walk = new Leapfrog(cursors, budget);
        var found = new List<EventRecord>(Math.Min(limit + 1, EventQuery.DefaultLimit + 1));
        var next = order.KeyOf(query.Descending ? range.Last : range.First);
        var end = order.KeyOf(query.Descending ? range.First : range.Last);
        while (true)
        {
            var (keys, kind) = await CandidatesAsync(walk, budget, next, end, limit + 1 - found.Count, cancellationToken);
            await CheckAsync(query, order, keys, found, cancellationToken);
            if (found.Count > limit)
            {
                found.RemoveRange(limit, found.Count - limit);
                return new EventPage(found, found[^1].Position);
            }

            next = keys.Next;
            if (kind != MeetingKind.Found)
            {
                // Nothing is left below the key where the walk paused, so the next page begins with it.
                return new EventPage(found, kind == MeetingKind.Paused && next <= end ? new Position(order.PositionOf(next - 1)) : null);
            }
        }
    }

    private static async ValueTask<(Candidates Keys, MeetingKind Kind)> CandidatesAsync(
        Leapfrog walk, WorkBudget budget, long from, long end, int most, CancellationToken cancellationToken)
    {
        var keys = new List<long>(most);
        while (keys.Count < most)
        {
            var met = await walk.NextAsync(from, cancellationToken);
            if (met.Kind != MeetingKind.Found || met.Key > end)
            {
                return (new Candidates(keys, met.Key), met.Kind == MeetingKind.Paused ? MeetingKind.Paused : MeetingKind.Ended);
            }

            keys.Add(met.Key);
            budget.Spend(WorkBudget.CostOfAnEvent);
            from = met.Key + 1;
        }

        return (new Candidates(keys, from), MeetingKind.Found);
    }

    private async ValueTask CheckAsync(EventQuery query, ReadingOrder order, Candidates candidates, List<EventRecord> found, CancellationToken cancellationToken)
    {
        if (candidates.Keys.Count == 0)
        {
            return;
        }

        var (from, to) = TimesOf(query);
        var rows = await log.RowsAsync([.. candidates.Keys.Select(order.PositionOf)], from, to, cancellationToken);
        found.AddRange(rows.Where(query.Matches).OrderBy(record => order.KeyOf(record.Position.Value)));
    }

    // Null when a value is in no event at all.
    private async ValueTask<List<IPositionCursor>?> CursorsAsync(EventQuery query, ReadingOrder order, WorkBudget budget, CancellationToken cancellationToken)
    {
        var cursors = new List<IPositionCursor>();
        if (query.Correlation is { } correlation)
        {
            cursors.Add(new PostingCursor(new CorrelationPostings(index, correlation.Value, order), budget));
        }

        foreach (var (field, value) in new[] { (TermField.Agent, query.Agent), (TermField.Workspace, query.Workspace), (TermField.Type, query.Type) })
        {
            if (value is null)
            {
                continue;
            }

            var term = await index.TermAsync(new Term(field, value), cancellationToken);
            if (term == 0)
            {
                return null;
            }

            cursors.Add(new PostingCursor(new TermPostings(index, term, order), budget));
        }

        if (query.From is not null || query.To is not null)
        {
            var (from, to) = TimesOf(query);
            cursors.Add(new ZoneCursor(new TimeZones(index, from, to, order), budget));
        }

        return cursors;
    }

    // In whole microseconds and so a little wider than asked; the event itself is compared exactly.
    private static (long From, long To) TimesOf(EventQuery query) => (
        query.From is { } from ? IndexedEvent.MicrosecondsOf(from) - 1 : long.MinValue,
        query.To is { } to ? IndexedEvent.MicrosecondsOf(to) + 1 : long.MaxValue);

    private readonly record struct Candidates(IReadOnlyList<long> Keys, long Next);
}
