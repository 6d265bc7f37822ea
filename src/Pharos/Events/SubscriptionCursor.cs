using System.Diagnostics.CodeAnalysis;

namespace Pharos.Events;

/// <summary>
/// One reader's place in the log, for readers that must know where they stand: read with <see cref="TryRead"/> until it answers false, then
/// <see cref="WaitAsync"/>. Holds at most a few hundred events with a quarter of a megabyte of payloads (or a single larger one), and none while it waits. Not safe for use by several threads at once.
/// </summary>
public sealed class SubscriptionCursor
{
    // Enough to amortise a wake-up or a query, little enough that a slow reader holds no memory worth speaking of.
    private const int TakeAtOnce = 256;
    private const int FilteredTakeAtOnce = 64;
    private const int BytesAtOnce = 256 * 1024;

    private readonly IEventLog _log;
    private readonly CommitFeed _feed;
    private readonly EventFilter _filter;
    private IReadOnlyList<EventRecord> _taken = [];
    private int _next;
    private Position _takenThrough;
    private long _generation;

    internal SubscriptionCursor(IEventLog log, CommitFeed feed, EventFilter filter, Position after)
    {
        _log = log;
        _feed = feed;
        _filter = filter;
        Seen = after;
    }

    /// <summary>Everything up to here was read or does not match.</summary>
    public Position Seen { get; private set; }

    /// <summary>The newest position that readers have been told of.</summary>
    public Position Head => _feed.Head;

    /// <summary>Takes the next matching event if it is at hand.</summary>
    public bool TryRead([NotNullWhen(true)] out EventRecord? record)
    {
        while (HasTaken() || TakeFromFeed() == true)
        {
            var candidate = _taken[_next++];
            Seen = _next < _taken.Count ? candidate.Position : _takenThrough;
            if (_filter.Matches(candidate))
            {
                record = candidate;
                return true;
            }
        }

        record = null;
        return false;
    }

    /// <summary>
    /// Waits until there may be something to read; it may turn out that nothing matches. May be called again only after it has ended. A cursor whose wait was
    /// cancelled stays where it was.
    /// </summary>
    /// <exception cref="EventLogUnavailableException"><c>log.closed</c>, or whatever reading the log meets.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (!HasTaken())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_feed.IsClosed)
            {
                throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
            }

            switch (TakeFromFeed())
            {
                case true:
                    return;
                case false:
                    Seen = await _feed.WaitForMatchAsync(_filter, Seen, cancellationToken);
                    break;
                default:
                    await (_filter.IsEverything ? ReadLogAsync(cancellationToken) : QueryLogAsync(cancellationToken));
                    break;
            }
        }
    }

    /// <summary>Leaves out everything up to a position. Going back is not possible.</summary>
    public void SkipTo(Position position)
    {
        if (position > Seen)
        {
            Take([], position, _feed.Generation);
        }
    }

    // What was taken before payloads were removed is dropped, so that an erased payload is not handed on.
    private bool HasTaken() => _next < _taken.Count && _generation == _feed.Generation;

    /// <returns>Null when the feed no longer holds what comes next.</returns>
    private bool? TakeFromFeed()
    {
        var generation = _feed.Generation;
        var kept = _feed.TryTake(Seen, TakeAtOnce);
        Take(kept ?? [], kept is { Count: > 0 } ? kept[^1].Position : Seen, generation);
        return kept is null ? null : kept.Count > 0;
    }

    private async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        var generation = _feed.Generation;
        var read = new List<EventRecord>();
        var bytes = 0;
        await foreach (var record in _log.ReadAllAsync(Seen, cancellationToken))
        {
            read.Add(record);
            bytes += record.Payload.Length;
            if (read.Count == TakeAtOnce || bytes >= BytesAtOnce)
            {
                break;
            }
        }

        if (read.Count == 0)
        {
            throw Missing();
        }

        Take(read, read[^1].Position, generation);
    }

    private async Task QueryLogAsync(CancellationToken cancellationToken)
    {
        var generation = _feed.Generation;
        var head = _feed.Head;
        var page = await _log.QueryAsync(
            new EventQuery
            {
                Type = _filter.Type,
                Agent = _filter.Agent,
                Workspace = _filter.Workspace,
                Correlation = _filter.Correlation,
                After = Seen,
                Limit = FilteredTakeAtOnce,
            },
            cancellationToken);
        var last = page.Events.Count > 0 ? page.Events[^1].Position : Seen;
        var through = page.Next ?? (last > head ? last : head);
        if (through <= Seen)
        {
            throw Missing();
        }

        Take(page.Events, through, generation);
    }

    private void Take(IReadOnlyList<EventRecord> taken, Position through, long generation)
    {
        var bytes = 0;
        for (var i = 0; i < taken.Count - 1; i++)
        {
            bytes += taken[i].Payload.Length;
            if (bytes >= BytesAtOnce)
            {
                // The rest would lie in memory for as long as the reader takes for these.
                (taken, through) = ([.. taken.Take(i + 1)], taken[i].Position);
            }
        }

        _taken = taken;
        _next = 0;
        _takenThrough = through;
        _generation = generation;
        if (taken.Count == 0)
        {
            Seen = through;
        }
    }

    // Asking again at once would occupy a processor for ever.
    private EventLogUnavailableException Missing() =>
        new("log.corrupt", $"The log's head is {_feed.Head}, but no event stands behind {Seen}: rows were removed.");
}
