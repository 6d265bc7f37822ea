using Pharos.Events;

namespace Pharos.Storage.Indexing;

/// <summary>What the indexer and those who wait for it tell each other. Safe for use by many threads.</summary>
internal sealed class IndexProgress
{
    private readonly Lock _gate = new();
    private long _position;
    private int _awaiting;
    private int _asked;
    private int _discarded;
    private int _failures;
    private string? _reason;
    private bool _isClosed;
    private volatile EventLogUnavailableException? _failure;
    private TaskCompletionSource _moved = NewSignal();
    private TaskCompletionSource _nudge = NewSignal();

    /// <summary>How far the index has come.</summary>
    public Position Position => new(Volatile.Read(ref _position));

    /// <summary>Why it does not come further; null when it does.</summary>
    public EventLogUnavailableException? Failure => _failure;

    /// <summary>Whether somebody waits.</summary>
    public bool IsAwaited => Volatile.Read(ref _awaiting) > 0;

    /// <summary>Whether the index is to be thrown away.</summary>
    public bool IsToBeDiscarded
    {
        get
        {
            lock (_gate)
            {
                return _reason is not null;
            }
        }
    }

    /// <summary>Ends when somebody begins to wait or asks for another index, after the call.</summary>
    public Task NextNudge()
    {
        lock (_gate)
        {
            return _nudge.Task;
        }
    }

    /// <summary>The index has come to a position.</summary>
    public void Advance(Position position)
    {
        _failure = null;
        Pulse(() => _position = position.Value);
    }

    /// <summary>The index turned out to hold less.</summary>
    public void Lower(Position position)
    {
        lock (_gate)
        {
            _position = Math.Min(_position, position.Value);
        }
    }

    /// <summary>The index could not be written or read.</summary>
    public void Fail(EventLogUnavailableException failure) => Pulse(() =>
    {
        _failure = failure;
        _failures++;
    });

    /// <summary>Nobody moves it any more.</summary>
    public void Close() => Pulse(() => _isClosed = true);

    /// <summary>Asks for another index; from now on nothing counts as indexed.</summary>
    public DiscardRequest AskToDiscard(string reason, Exception? because = null)
    {
        DiscardRequest request;
        lock (_gate)
        {
            _position = 0;
            _reason = reason;
            _failure = because is null ? _failure : new EventLogUnavailableException("index.damaged", because.Message, because);
            request = new DiscardRequest(reason, ++_asked, _failures);
        }

        Nudge();
        return request;
    }

    /// <summary>What was asked, or null. It stays asked until it was done.</summary>
    public DiscardRequest? TakeDiscard()
    {
        lock (_gate)
        {
            return _reason is null ? null : new DiscardRequest(_reason, _asked, _failures);
        }
    }

    /// <summary>The index was thrown away.</summary>
    public void Discarded(DiscardRequest request) => Pulse(() =>
    {
        _position = 0;
        _discarded = request.Number;
        _reason = _asked == request.Number ? null : _reason;
    });

    /// <summary>Counts one who waits, until it is disposed, and lets the indexer hurry.</summary>
    public Waiting BeginWaiting()
    {
        Interlocked.Increment(ref _awaiting);
        Nudge();
        return new Waiting(this);
    }

    /// <summary>Whether the index has come to a position.</summary>
    /// <param name="needed">The position.</param>
    /// <param name="moved">Ends when it moves.</param>
    /// <exception cref="EventLogUnavailableException"><c>log.closed</c>.</exception>
    public bool HasReached(Position needed, out Task moved)
    {
        lock (_gate)
        {
            moved = _moved.Task;
            if (_position >= needed.Value)
            {
                return true;
            }

            ThrowIfClosed();
            return false;
        }
    }

    /// <summary>Whether an index that was asked for has come to a position.</summary>
    /// <param name="request">The request.</param>
    /// <param name="head">The position.</param>
    /// <param name="moved">Ends when it moves.</param>
    /// <exception cref="EventLogUnavailableException"><c>log.closed</c>, or why it failed since it was asked for.</exception>
    public bool HasRemade(DiscardRequest request, Position head, out Task moved)
    {
        lock (_gate)
        {
            moved = _moved.Task;
            if (_discarded >= request.Number && _position >= head.Value)
            {
                return true;
            }

            if (_failures != request.Failures && _failure is { } failure)
            {
                throw new EventLogUnavailableException(failure.Code, failure.Message, failure);
            }

            ThrowIfClosed();
            return false;
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
        }
    }

    private void Nudge()
    {
        TaskCompletionSource nudge;
        lock (_gate)
        {
            nudge = _nudge;
            _nudge = NewSignal();
        }

        nudge.TrySetResult();
    }

    private void Pulse(Action change)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            change();
            moved = _moved;
            _moved = NewSignal();
        }

        moved.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One who waits.</summary>
    internal readonly struct Waiting(IndexProgress progress) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref progress._awaiting);
    }
}
