namespace Pharos.Events;

/// <summary>
/// Tells readers that something was committed and keeps the newest events in memory, so that thousands of subscribers at the head of the log cost no reads.
/// It is a hint beside the log, which stays the truth: whatever the feed no longer holds is read from the log.
/// </summary>
public sealed class CommitFeed
{
    /// <summary>Most events kept.</summary>
    public const int MaxEvents = 2048;

    /// <summary>Largest sum of payload bytes kept.</summary>
    public const int MaxPayloadBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();

    // A ring in which an event's place follows from its position, so that a subscriber takes what it lacks without walking past the rest while an append waits.
    private readonly EventRecord?[] _recent = new EventRecord?[MaxEvents];
    private long _oldest = 1;
    private long _payloadBytes;
    private long _head;
    private bool _closed;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest position that readers have been told of.</summary>
    public Position Head => new(Volatile.Read(ref _head));

    /// <summary>Starts the feed at the head that the log has when it is opened.</summary>
    public void StartAt(Position position)
    {
        lock (_gate)
        {
            _oldest = position.Value + 1;
            Volatile.Write(ref _head, position.Value);
        }
    }

    /// <summary>Adds committed events, contiguous with what was published before, and wakes the readers.</summary>
    public void Publish(IReadOnlyList<EventRecord> events)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            foreach (var record in events)
            {
                Keep(record);
            }

            Volatile.Write(ref _head, events[^1].Position.Value);
            if (_closed)
            {
                return;
            }

            wake = _signal;
            _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        wake.TrySetResult();
    }

    /// <summary>
    /// Forgets what is kept and moves the head, after another node or a recovery has moved the log.
    /// </summary>
    public void Reset(Position position)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            Array.Clear(_recent);
            _payloadBytes = 0;
            _oldest = position.Value + 1;
            Volatile.Write(ref _head, position.Value);
            if (_closed)
            {
                return;
            }

            wake = _signal;
            _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        wake.TrySetResult();
    }

    /// <summary>Wakes every reader for the last time; later waits end at once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _signal.TrySetResult();
    }

    /// <summary>Whether the log has been closed.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Ends as soon as the log has gone beyond a position, or is closed.</summary>
    public async ValueTask WaitBeyondAsync(Position position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_head > position.Value || _closed)
                {
                    return;
                }

                wait = _signal.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
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
