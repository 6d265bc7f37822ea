using System.Buffers;
using System.Text.Json;
using Pharos.Events.Evidence;

namespace Pharos.Events.Projections;

/// <summary>
/// A read model that follows the log: a fold over every event in order, with discardable snapshots. It holds one event at a time besides its state, or those of one stream while something
/// of it is erased. An event that the fold throws on stops it for good and shows in <see cref="Fault"/>; the log going away does not. Safe for use by many threads.
/// </summary>
/// <typeparam name="TState">The read model.</typeparam>
public sealed class Projection<TState>
{
    private readonly IEventLog _log;
    private readonly IFold<TState> _fold;
    private readonly ISnapshots _snapshots;
    private readonly TimeProvider _clock;
    private readonly ProjectionOptions _options;
    private readonly Lock _gate = new();
    private readonly List<(Position Position, TaskCompletionSource Reached)> _waiting = [];
    private TState _state;
    private Position _position;
    private Digest _hash = Digest.Genesis;
    private Position _kept;
    private bool _isLoaded;
    private TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="log">The log.</param>
    /// <param name="fold">What to make of it.</param>
    /// <param name="snapshots">Where snapshots are kept.</param>
    /// <param name="clock">Says when one is due.</param>
    /// <param name="options">How often; null for the defaults.</param>
    public Projection(IEventLog log, IFold<TState> fold, ISnapshots snapshots, TimeProvider clock, ProjectionOptions? options = null)
    {
        if (!Snapshot.IsName(fold.Name))
        {
            throw new ArgumentException($"\"{fold.Name}\" cannot name a projection.", nameof(fold));
        }

        (_log, _fold, _snapshots, _clock, _options) = (log, fold, snapshots, clock, options ?? new ProjectionOptions());
        _state = fold.Start();
    }

    /// <summary>The fold's name.</summary>
    public string Name => _fold.Name;

    /// <summary>The last event that is in the state.</summary>
    public Position Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    /// <summary>Why it stands still; null while it follows.</summary>
    public ProjectionFault? Fault { get; private set; }

    /// <summary>Why the last snapshot could not be written or read; null when it could. The state is right all the same.</summary>
    public string? SnapshotProblem { get; private set; }

    /// <summary>Looks at the state, which must not be kept: it changes as soon as this returns.</summary>
    public TResult Read<TResult>(Func<TState, Position, TResult> look)
    {
        lock (_gate)
        {
            return look(_state, _position);
        }
    }

    /// <summary>Ends as soon as an event is in the state; throws <see cref="InvalidOperationException"/> when the projection stops before it.</summary>
    public async Task ReachedAsync(Position position, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_position >= position)
            {
                return;
            }

            if (Fault is not null)
            {
                throw Stopped();
            }

            _waiting.Add((position, reached));
        }

        try
        {
            await reached.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove((position, reached));
            }
        }
    }

    /// <summary>
    /// Follows the log from the newest usable snapshot until it is cancelled, then keeps a last one. Ends by itself only at an event that cannot be folded. After an
    /// exception it may be run again and goes on where it stood; it must not run twice at a time.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">The log cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Fault is not null)
        {
            return;
        }

        await LoadAsync(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepAsync(ending.Token);
        try
        {
            await FollowAsync(cancellationToken);
        }
        finally
        {
            await ending.CancelAsync();
            await keeping;
            await WriteSnapshotAsync(CancellationToken.None);
        }
    }

    /// <summary>The state as it was after an event, folded anew for the caller, from the snapshot where that is older. Behind the log's end it is the state at the end.</summary>
    public async Task<TState> AtAsync(Position position, CancellationToken cancellationToken)
    {
        var (state, from, _) = await FindSnapshotAsync(position, cancellationToken) ?? (_fold.Start(), Position.Start, Digest.Genesis);
        await foreach (var record in _log.ReadAllAsync(from, cancellationToken))
        {
            if (record.Position > position)
            {
                break;
            }

            state = Apply(state, record, await FindErasedAsync(state, record, cancellationToken));
        }

        return state;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        var found = await FindSnapshotAsync(new Position(long.MaxValue), cancellationToken);
        lock (_gate)
        {
            if (found is { } usable)
            {
                (_state, _position, _hash) = usable;
            }

            _kept = _position;
            _isLoaded = true;
            Announce();
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var record in _log.Subscribe(Position).WithCancellation(cancellationToken))
        {
            // Nobody else changes the state, and nobody who looks at it waits while the log is read.
            var erased = await FindErasedAsync(_state, record, cancellationToken);
            lock (_gate)
            {
                try
                {
                    _state = Apply(_state, record, erased);
                }
                catch (Exception problem)
                {
                    // Whatever a fold throws is about this event, and would be thrown again.
                    Fault = new ProjectionFault(record.Position, record.Type, $"{problem.GetType().Name}: {problem.Message}");
                    ProjectionMetrics.Stopped(Name);
                    _waiting.ForEach(waiting => waiting.Reached.TrySetException(Stopped()));
                    _waiting.Clear();
                    return;
                }

                _position = record.Position;
                _hash = record.Hash;
                Announce();

                // What was erased may stand in the snapshot on disk still, and nobody may find it there.
                if (record.Type == EvidenceEvents.Erased || _position.Value - _kept.Value >= _options.SnapshotEvents)
                {
                    _due.TrySetResult();
                }
            }
        }
    }

    private TState Apply(TState state, EventRecord record, ErasedStream? erased)
    {
        state = _fold.Apply(state, record);
        return erased is null ? state : _fold.Forget(state, erased.Stream, erased.Left);
    }

    // What is left of a stream of which an event says that something was erased; null for every other event, and where the state keeps nothing of it.
    private async ValueTask<ErasedStream?> FindErasedAsync(TState state, EventRecord record, CancellationToken cancellationToken)
    {
        if (record.Type != EvidenceEvents.Erased
            || EvidenceEvents.ErasedPosition(record.Payload.Span) is not { } position
            || await _log.GetAsync(new Position(position), cancellationToken) is not { } erased
            || !Keeps(state, erased.Stream))
        {
            return null;
        }

        var left = new List<EventRecord>();
        await foreach (var one in _log.ReadStreamAsync(erased.Stream, cancellationToken: cancellationToken))
        {
            if (one.Position > record.Position)
            {
                break;
            }

            left.Add(one);
        }

        return new ErasedStream(erased.Stream, left);
    }

    private bool Keeps(TState state, StreamId stream)
    {
        lock (_gate)
        {
            return _fold.Keeps(state, stream);
        }
    }

    private InvalidOperationException Stopped() => new($"The projection {Name} stopped at {Fault?.Position}: {Fault?.Message}");

    private void Announce()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Position <= _position)
            {
                _waiting[i].Reached.TrySetResult();
                _waiting.RemoveAt(i);
            }
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.WhenAny(_due.Task, Task.Delay(_options.SnapshotEvery, _clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                await WriteSnapshotAsync(cancellationToken);
                await Task.Delay(_options.SnapshotRest, _clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task WriteSnapshotAsync(CancellationToken cancellationToken)
    {
        if (Take() is not { } snapshot)
        {
            return;
        }

        try
        {
            if (snapshot.State.Length > Snapshot.MaximumBytes)
            {
                throw new IOException($"The state has {snapshot.State.Length} bytes, more than a snapshot may have.");
            }

            await _snapshots.WriteAsync(snapshot, cancellationToken);
            SnapshotProblem = null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Only the next start is slower; the log itself says when the disk is full.
            SnapshotProblem = problem.Message;
        }
    }

    private Snapshot? Take()
    {
        Action<Utf8JsonWriter> write;
        Position position;
        Digest hash;
        lock (_gate)
        {
            if (_position == _kept)
            {
                return null;
            }

            (write, position, hash) = (_fold.Hold(_state), _position, _hash);
            _kept = _position;
            _due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Writing takes a tenth of a second for tens of thousands of items, and whoever reads would wait for it.
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new Snapshot(Name, _fold.Version, position, hash, buffer.WrittenMemory);
    }

    private async ValueTask<(TState State, Position Position, Digest Hash)?> FindSnapshotAsync(Position atMost, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _snapshots.ReadAsync(Name, cancellationToken);
            if (found is null || found.Version != _fold.Version || found.Position > atMost || found.Position <= Position.Start)
            {
                return null;
            }

            // A snapshot of another log, or of one that was cut since, has a hash that this log does not have there.
            return await _log.GetAsync(found.Position, cancellationToken) is { } record && record.Hash == found.Hash
                ? (_fold.Read(found.State), found.Position, found.Hash)
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            SnapshotProblem = problem.Message;
            return null;
        }
    }

    private sealed record ErasedStream(StreamId Stream, IReadOnlyList<EventRecord> Left);
}
