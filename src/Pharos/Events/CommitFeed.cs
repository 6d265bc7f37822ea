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

    private readonly Lock gate = new();
    private readonly Queue<EventRecord> recent = new();
    private long payloadBytes;
    private long head;
    private bool closed;
    private TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest position that readers have been told of.</summary>
    public Position Head => new(Volatile.Read(ref head));

    /// <summary>Starts the feed at the head that the log has when it is opened.</summary>
    public void StartAt(Position position) => Volatile.Write(ref head, position.Value);

    /// <summary>Adds committed events, contiguous with what was published before, and wakes the readers.</summary>
    public void Publish(IReadOnlyList<EventRecord> events)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            foreach (var record in events)
            {
                recent.Enqueue(record);
                payloadBytes += record.Payload.Length;
            }

            while (recent.Count > MaxEvents || (payloadBytes > MaxPayloadBytes && recent.Count > 0))
            {
                payloadBytes -= recent.Dequeue().Payload.Length;
            }

            Volatile.Write(ref head, events[^1].Position.Value);
            if (closed)
            {
                return;
            }

            wake = signal;
            signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        wake.TrySetResult();
    }

    /// <summary>
    /// Forgets what is kept and moves the head, after another node or a recovery has moved the log.
    /// </summary>
    public void Reset(Position position)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            recent.Clear();
            payloadBytes = 0;
            Volatile.Write(ref head, position.Value);
            if (closed)
            {
                return;
            }

            wake = signal;
            signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        wake.TrySetResult();
    }

    /// <summary>Wakes every reader for the last time; later waits end at once.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
        }

        signal.TrySetResult();
    }

    /// <summary>Whether the log has been closed.</summary>
    public bool IsClosed
    {
        get
        {
            lock (gate)
            {
                return closed;
            }
        }
    }

    /// <summary>Ends as soon as the log has gone beyond a position, or is closed.</summary>
    public async ValueTask WaitBeyondAsync(Position position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (head > position.Value || closed)
                {
                    return;
                }

                wait = signal.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes up to <paramref name="max"/> events right behind a position; null when they are no longer kept and the log must be read.</summary>
    public IReadOnlyList<EventRecord>? TryTake(Position after, int max)
    {
        lock (gate)
        {
            if (after.Value >= head)
            {
                return [];
            }

            if (recent.Count == 0 || recent.Peek().Position.Value > after.Value + 1)
            {
                return null;
            }

            var skip = (int)(after.Value + 1 - recent.Peek().Position.Value);
            return [.. recent.Skip(skip).Take(max)];
        }
    }
}
