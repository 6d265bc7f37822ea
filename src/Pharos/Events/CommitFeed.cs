namespace Pharos.Events;

/// <summary>
/// Tells readers that something was committed and keeps the newest events in memory, so that thousands of subscribers at the head of the log cost no reads.
/// It is a hint beside the log, which stays the truth: whatever the feed no longer holds is read from the log.
/// Whoever publishes runs no reader's code and does no work for readers that the events do not concern; readers are woken on the thread pool, many at once
/// with a pause behind them, so that a crowd of them takes a share of a processor from the appends and not all of it.
/// </summary>
/// <param name="clock">Times the pauses. Default: the system's.</param>
public sealed class CommitFeed(TimeProvider? clock = null)
{
    /// <summary>Most events kept.</summary>
    public const int MaxEvents = 2048;

    /// <summary>Largest sum of payload bytes kept.</summary>
    public const int MaxPayloadBytes = 8 * 1024 * 1024;

    // A woken reader costs a few microseconds; three times that between two rounds leaves the greater part of a processor to everything else. Fewer than a
    // hundred readers make less than a millisecond and are not held up at all.
    private const int PauseMicrosecondsPerReader = 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly SleepingReaders _readers = new();

    // A ring in which an event's place follows from its position, so that a subscriber takes what it lacks without walking past the rest while an append waits.
    private readonly EventRecord?[] _recent = new EventRecord?[MaxEvents];
    private long _oldest = 1;
    private long _payloadBytes;
    private long _head;
    private long _generation;
    private volatile bool _closed;
    private bool _isWaking;

    /// <summary>The newest position that readers have been told of.</summary>
    public Position Head => new(Volatile.Read(ref _head));

    /// <summary>
    /// Rises whenever what is kept is forgotten. Events taken under an earlier generation may hold payloads that are erased by now and must not be handed on.
    /// </summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Whether the log has been closed.</summary>
    public bool IsClosed => _closed;

    /// <summary>How many readers wait at this moment.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count;
            }
        }
    }

    /// <summary>Starts the feed at the head that the log has when it is opened.</summary>
    public void StartAt(Position position)
    {
        lock (_gate)
        {
            _oldest = position.Value + 1;
            Volatile.Write(ref _head, position.Value);
        }
    }

    /// <summary>
    /// Adds committed events and has the readers woken that wait for them. They follow what was published before; should others have been committed in between,
    /// the readers look into the log.
    /// </summary>
    public void Publish(IReadOnlyList<EventRecord> events)
    {
        if (Add(events))
        {
            Wake();
        }
    }

    /// <summary>Adds committed events. Whoever is told true calls <see cref="Wake"/> when it has answered those who wait for the commit itself: they come before whoever follows it.</summary>
    public bool Add(IReadOnlyList<EventRecord> events)
    {
        lock (_gate)
        {
            if (events[0].Position.Value != _head + 1)
            {
                Clear(events[0].Position.Value);
                _readers.MatchAll(new Position(_head + 1));
            }

            foreach (var record in events)
            {
                Keep(record);
                _readers.Match(record);
            }

            Volatile.Write(ref _head, events[^1].Position.Value);
            return StartWaking();
        }
    }

    /// <summary>Has the readers woken that <see cref="Add"/> found.</summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(static feed => _ = feed.WakeAsync(), this, preferLocal: false);

    /// <summary>
    /// Forgets what is kept and moves the head, after another node or a recovery has moved the log, or payloads were removed. Every reader looks into the log;
    /// events that were taken but not handed on yet are read again.
    /// </summary>
    public void Reset(Position position)
    {
        bool mustWake;
        lock (_gate)
        {
            var from = new Position(Math.Min(_head, position.Value) + 1);
            Clear(position.Value + 1);
            Volatile.Write(ref _head, position.Value);
            _readers.MatchAll(from);
            mustWake = StartWaking();
        }

        if (mustWake)
        {
            Wake();
        }
    }

    /// <summary>
    /// Forgets what is kept without moving the head: payloads were removed, and nobody who sleeps need know. The event that records the removal is published next.
    /// </summary>
    public void Forget()
    {
        lock (_gate)
        {
            Clear(_head + 1);
        }
    }

    /// <summary>Wakes every reader for the last time; later waits end at once.</summary>
    public void Close()
    {
        IEnumerable<SleepingGroup> last;
        lock (_gate)
        {
            _closed = true;
            _readers.MatchAll(new Position(_head + 1));
            last = _readers.TakeDue();
        }

        foreach (var group in last)
        {
            group.Wake();
        }
    }

    /// <summary>Ends as soon as the log has gone beyond a position, or is closed.</summary>
    public async ValueTask WaitBeyondAsync(Position position, CancellationToken cancellationToken)
    {
        while (Head <= position && !_closed)
        {
            await WaitForMatchAsync(default, position, cancellationToken);
        }
    }

    /// <summary>
    /// Ends as soon as an event behind a position may match, or the log is closed. Of what was committed before the call it says nothing, so that ends it too.
    /// </summary>
    /// <returns>Where to look on: nothing between <paramref name="after"/> and this position matches.</returns>
    public async ValueTask<Position> WaitForMatchAsync(EventFilter filter, Position after, CancellationToken cancellationToken)
    {
        SleepingGroup group;
        lock (_gate)
        {
            if (_closed || _head > after.Value)
            {
                return after;
            }

            group = _readers.Join(filter);
        }

        try
        {
            await group.Woken.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _readers.Leave(group);
            }
        }

        return new Position(Math.Max(after.Value, group.From.Value - 1));
    }

    /// <summary>Takes up to <paramref name="max"/> events right behind a position; null when they are no longer kept and the log must be read.</summary>
    public IReadOnlyList<EventRecord>? TryTake(Position after, int max)
    {
        lock (_gate)
        {
            if (after.Value >= _head)
            {
                return [];
            }

            if (after.Value + 1 < _oldest)
            {
                return null;
            }

            var taken = new EventRecord[Math.Min(max, _head - after.Value)];
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = _recent[PlaceOf(after.Value + 1 + i)]!;
            }

            return taken;
        }
    }

    private static int PlaceOf(long position) => (int)(position % MaxEvents);

    private async Task WakeAsync()
    {
        while (TakeDue() is { } due)
        {
            var woken = 0;
            foreach (var group in due)
            {
                woken += group.Readers;
                group.Wake();
            }

            var pause = TimeSpan.FromMicroseconds((long)woken * PauseMicrosecondsPerReader);
            if (pause >= ShortestPause)
            {
                await Task.Delay(pause < LongestPause ? pause : LongestPause, _clock);
            }
        }
    }

    private IEnumerable<SleepingGroup>? TakeDue()
    {
        lock (_gate)
        {
            _isWaking = _readers.HasDue;
            return _isWaking ? _readers.TakeDue() : null;
        }
    }

    private bool StartWaking()
    {
        if (_isWaking || !_readers.HasDue)
        {
            return false;
        }

        _isWaking = true;
        return true;
    }

    private void Clear(long oldest)
    {
        Array.Clear(_recent);
        _payloadBytes = 0;
        _oldest = oldest;
        Volatile.Write(ref _generation, _generation + 1);
    }

    private void Keep(EventRecord record)
    {
        var position = record.Position.Value;
        if (position - _oldest == MaxEvents)
        {
            Drop();
        }

        _recent[PlaceOf(position)] = record;
        _payloadBytes += record.Payload.Length;
        while (_payloadBytes > MaxPayloadBytes && _oldest <= position)
        {
            Drop();
        }
    }

    private void Drop()
    {
        ref var place = ref _recent[PlaceOf(_oldest)];
        _payloadBytes -= place!.Payload.Length;
        place = null;
        _oldest++;
    }
}
