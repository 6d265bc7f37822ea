namespace Pharos.Server.Tests;

/// <summary>A clock that stands still until it is moved; its timers fire while it is.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);
    private long _elapsed;

    /// <summary>How many timers run.</summary>
    public int Timers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Lets time pass: both the time of day and what stopwatches see.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            _elapsed += by.Ticks;
            due = [.. _timers.Where(timer => timer.IsDue(_elapsed))];
        }

        due.ForEach(static timer => timer.Fire());
    }

    /// <summary>Sets the time of day, as an administrator or a time server does; stopwatches do not see it.</summary>
    public void SetTimeOfDay(DateTimeOffset now)
    {
        lock (_gate)
        {
            _now = now;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref _elapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        private long _due = long.MaxValue;
        private long _period;

        public bool IsDue(long elapsed)
        {
            if (elapsed < _due)
            {
                return false;
            }

            _due = _period > 0 ? elapsed + _period : long.MaxValue;
            return true;
        }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._elapsed + dueTime.Ticks;
                _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
