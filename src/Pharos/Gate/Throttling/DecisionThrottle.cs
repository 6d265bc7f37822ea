namespace Pharos.Gate.Throttling;

/// <summary>
/// Bounds the decisions in flight by what they take: while 99 of 100 stay near their own baseline the bound grows by steps, and when they do not it shrinks by a fifth. What is above
/// the bound waits in a short queue, first come first served, and is refused then. Safe for use by many threads.
/// </summary>
public sealed class DecisionThrottle
{
    // Enough that the percentile is a time and not a straggler, seldom enough that a change is felt before the next.
    private const int LeastSamples = 100;
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(100);

    private const double Shrink = 0.8;
    private const double Tolerance = 3;

    // The baseline follows a machine that got slower for good within minutes, and a burst not at all.
    private const double Drift = 1.002;

    // Below this nobody waits noticeably, however much more it is than the baseline.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(25);

    private readonly ThrottleOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = [];
    private readonly LatencyHistogram _times = new();
    private double _limit;
    private int _inFlight;
    private int _peak;
    private long _refused;
    private long _began;
    private TimeSpan _baseline;

    /// <param name="options">Its bounds.</param>
    /// <param name="clock">The clock.</param>
    public DecisionThrottle(ThrottleOptions options, TimeProvider clock) => (_options, _clock, _limit, _began) = (options, clock, options.Most, clock.GetTimestamp());

    /// <summary>How it stands.</summary>
    public ThrottleStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new ThrottleStatus((int)_limit, _inFlight, _waiting.Count, _refused, _baseline);
            }
        }
    }

    /// <summary>Takes a place. Whoever got one gives it back with <see cref="Leave"/>.</summary>
    /// <returns>False when there is none.</returns>
    public ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_lock)
        {
            if (_inFlight < (int)_limit && _waiting.Count == 0)
            {
                _peak = Math.Max(_peak, ++_inFlight);
                return ValueTask.FromResult(true);
            }

            if (_waiting.Count >= _options.Queue)
            {
                _refused++;
                return ValueTask.FromResult(false);
            }

            place = _waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="elapsed">How long the decision took.</param>
    public void Leave(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _inFlight--;
            _times.Add(elapsed);
            if (_times.Count >= LeastSamples && _clock.GetElapsedTime(_began) >= LeastTime)
            {
                Adjust(_times.Percentile(0.99));
            }

            while (_waiting.First is { } next && _inFlight < (int)_limit)
            {
                _waiting.Remove(next);
                _peak = Math.Max(_peak, ++_inFlight);
                next.Value.SetResult(true);
            }
        }
    }

    private async ValueTask<bool> WaitAsync(LinkedListNode<TaskCompletionSource<bool>> place, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Wait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var givingUp = either.Token.Register(() => GiveUp(place));
        return await place.Value.Task;
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<bool>> place)
    {
        lock (_lock)
        {
            // Out of the list it has its place already, which is given back in the usual way.
            if (place.List is not null)
            {
                _waiting.Remove(place);
                _refused++;
                place.Value.SetResult(false);
            }
        }
    }

    private void Adjust(TimeSpan p99)
    {
        _baseline = _baseline == TimeSpan.Zero ? p99 : p99 < _baseline ? (_baseline + p99) / 2 : Least(_baseline * Drift, p99);
        var tolerated = _baseline * Tolerance;
        if (p99 > tolerated && p99 > Unnoticed)
        {
            _limit = Math.Max(Math.Min(_options.Least, _options.Most), Math.Min(_limit, Math.Max(_peak, 1)) * Shrink);
        }
        else if (_peak >= (int)_limit / 2)
        {
            _limit = Math.Min(_options.Most, _limit + Math.Sqrt(_limit));
        }

        (_began, _peak) = (_clock.GetTimestamp(), _inFlight);
        _times.Clear();
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
