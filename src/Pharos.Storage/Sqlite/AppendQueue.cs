using System.Diagnostics.Metrics;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// What waits for the writer, bounded in number and in bytes. Whoever comes while it is full waits to be let in, in turn, until its token ends the waiting; nothing is dropped.
/// Many threads add; one takes, a whole group under one lock, because a channel's hand-over of each single item costs as much as a fifth of the append.
/// </summary>
internal sealed class AppendQueue
{
    // Enough for a thousand agents to wait; beyond it callers are slowed down instead of memory being filled.
    private const int MaximumItems = 4096;
    private const long MaximumBytes = 64 * 1024 * 1024;

    private static readonly Meter Meter = new("Pharos.Events");
    private static readonly UpDownCounter<int> Depth = Meter.CreateUpDownCounter<int>("pharos.log.queue", "{append}", "Appends that wait for the writer.");

    private readonly object _gate = new();
    private readonly Queue<PendingWork> _items = new();
    private readonly LinkedList<Entrant> _entrants = new();
    private long _bytes;
    private bool _isTakerWaiting;
    private bool _isClosed;

    /// <summary>Puts work into the queue; ends when it is in.</summary>
    /// <exception cref="EventLogUnavailableException"><c>log.closed</c>.</exception>
    public ValueTask EnqueueAsync(PendingWork work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Entrant entrant;
        lock (_gate)
        {
            if (_isClosed)
            {
                throw Closed();
            }

            if (_entrants.Count == 0 && HasRoom(work))
            {
                Add(work);
                return ValueTask.CompletedTask;
            }

            entrant = new Entrant(work);
            _entrants.AddLast(entrant.Node);
        }

        return new ValueTask(WaitAsync(entrant, cancellationToken));
    }

    /// <summary>
    /// Waits until there is work and takes what fits into a group, always at least one; the writer has then begun it. False when the queue was closed and is empty.
    /// </summary>
    public bool Take(List<PendingWork> taken, int mostEvents, long mostBytes)
    {
        List<Entrant>? admitted = null;
        var removed = 0;
        lock (_gate)
        {
            while (_items.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }

                _isTakerWaiting = true;
                Monitor.Wait(_gate);
                _isTakerWaiting = false;
            }

            var events = 0;
            long bytes = 0;
            while (events < mostEvents && bytes < mostBytes && _items.TryDequeue(out var next))
            {
                removed++;
                _bytes -= next.Bytes;
                if (next.TryTake())
                {
                    taken.Add(next);
                    events += next.Events;
                    bytes += next.Bytes;
                }
            }

            while (_entrants.First is { } first && HasRoom(first.Value.Work))
            {
                _entrants.RemoveFirst();
                Add(first.Value.Work);
                (admitted ??= []).Add(first.Value);
            }
        }

        Depth.Add(-removed);
        admitted?.ForEach(static entrant => entrant.Entered.TrySetResult());
        return true;
    }

    /// <summary>Lets nobody in any more; what is in the queue can still be taken.</summary>
    public void Close()
    {
        List<Entrant> turnedAway;
        lock (_gate)
        {
            _isClosed = true;
            turnedAway = [.. _entrants];
            _entrants.Clear();
            Monitor.PulseAll(_gate);
        }

        turnedAway.ForEach(static entrant => entrant.Entered.TrySetException(Closed()));
    }

    private static EventLogUnavailableException Closed() => new("log.closed", "The event log has been closed.");

    // One that is larger than the whole bound may come when nothing else is there.
    private bool HasRoom(PendingWork work) => _items.Count == 0 || (_items.Count < MaximumItems && _bytes + work.Bytes <= MaximumBytes);

    private void Add(PendingWork work)
    {
        _items.Enqueue(work);
        _bytes += work.Bytes;
        Depth.Add(1);
        if (_isTakerWaiting)
        {
            Monitor.Pulse(_gate);
        }
    }

    private async Task WaitAsync(Entrant entrant, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.UnsafeRegister((_, token) => Leave(entrant, token), null);
        await entrant.Entered.Task;
    }

    private void Leave(Entrant entrant, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (entrant.Node.List is null)
            {
                // It is in; its caller withdraws it there.
                return;
            }

            _entrants.Remove(entrant.Node);
        }

        entrant.Entered.TrySetCanceled(cancellationToken);
    }

    private sealed class Entrant
    {
        public Entrant(PendingWork work)
        {
            Work = work;
            Node = new LinkedListNode<Entrant>(this);
        }

        public PendingWork Work { get; }

        public LinkedListNode<Entrant> Node { get; }

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
