using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Review.Collaborations;

/// <summary>
/// The sessions that were looked at last, as they were folded then, so that the next look reads what came since and not thousands of events again. What it answers is what the log holds at
/// that moment, whichever node wrote it: an event that was erased meanwhile makes it read anew. Safe for use by many threads.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="maximum">Most sessions kept.</param>
/// <param name="maximumBytes">Most bytes of what is recorded of all of them.</param>
internal sealed class FoldedSessions(IEventLog log, int maximum = FoldedSessions.Maximum, long maximumBytes = FoldedSessions.MaximumBytes)
{
    /// <summary>Most sessions kept.</summary>
    public const int Maximum = 1000;

    /// <summary>Most bytes of what is recorded of all of them.</summary>
    public const long MaximumBytes = 64L * 1024 * 1024;

    // More than this since the last look is read faster from the session's own stream.
    private const int MostAtOnce = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _latest = [];
    private long _bytes;

    /// <summary>The session as it stands; null when there is none.</summary>
    public async ValueTask<Collaboration?> FindAsync(CollaborationId id, CancellationToken cancellationToken)
    {
        var entry = Kept(id) is { } known ? await SinceAsync(id, known, cancellationToken) : null;
        entry ??= await ReadAsync(id, cancellationToken);
        return entry is null ? null : Keep(entry);
    }

    // One question answers what was done in it and what was erased of it: both belong to its matter.
    private async ValueTask<Entry?> SinceAsync(CollaborationId id, Entry known, CancellationToken cancellationToken)
    {
        var page = await log.QueryAsync(new EventQuery { Correlation = id.Correlation, After = known.Through, Limit = MostAtOnce }, cancellationToken);
        var (session, through) = (known.Session, known.Through);
        foreach (var record in page.Events)
        {
            through = record.Position;
            if (record.Type == EvidenceEvents.Erased)
            {
                return null;
            }

            if (record.Stream == id.Stream && record.Version > session.Head.Version)
            {
                session = CollaborationFold.Apply(session, record)!;
            }
        }

        return page.Next is null ? new Entry(session, through) : null;
    }

    private async ValueTask<Entry?> ReadAsync(CollaborationId id, CancellationToken cancellationToken)
    {
        // The place is taken before the first event is read: what is erased meanwhile stands behind it, and is seen at the next look.
        var through = await log.HeadAsync(cancellationToken);
        Collaboration? session = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            session = CollaborationFold.Apply(session, record);
        }

        return session is null ? null : new Entry(session, through);
    }

    private Entry? Kept(CollaborationId id)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(id.Value, out var node) ? node.Value : null;
        }
    }

    private Collaboration Keep(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.Remove(entry.Id, out var old))
            {
                _latest.Remove(old);
                _bytes -= old.Value.Session.Head.Bytes;
            }

            _entries[entry.Id] = _latest.AddFirst(entry);
            _bytes += entry.Session.Head.Bytes;
            while (_latest.Last is { } last && (_latest.Count > maximum || _bytes > maximumBytes))
            {
                _latest.Remove(last);
                _entries.Remove(last.Value.Id);
                _bytes -= last.Value.Session.Head.Bytes;
            }
        }

        return entry.Session;
    }

    private sealed record Entry(Collaboration Session, Position Through)
    {
        public Guid Id => Session.Head.Id;
    }
}
