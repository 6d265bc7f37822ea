namespace Pharos.Review.Elicitations;

/// <summary>When each agent did something in the last minute. Not safe for use by several threads at once.</summary>
internal sealed class RecentSteps
{
    /// <summary>The time that counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // As many as the highest limit that can be set, so that what is forgotten never counts.
    private const int KeptPerAgent = ElicitationOptions.MostPerMinute;
    private const int SweepAt = 1024;

    private readonly Dictionary<string, Queue<DateTimeOffset>> _byAgent = new(StringComparer.Ordinal);
    private int _sweepAt = SweepAt;
    private DateTimeOffset _latest;

    /// <summary>Notes a step.</summary>
    public void Note(string agent, DateTimeOffset at)
    {
        _latest = at > _latest ? at : _latest;
        if (!_byAgent.TryGetValue(agent, out var times))
        {
            if (_byAgent.Count >= _sweepAt)
            {
                Sweep(at);
            }

            _byAgent[agent] = times = new Queue<DateTimeOffset>();
        }

        Forget(times, at);
        if (times.Count == KeptPerAgent)
        {
            times.Dequeue();
        }

        times.Enqueue(at);
    }

    /// <summary>How long an agent has to wait until fewer than so many steps lie in the last minute; null when that is so now.</summary>
    public TimeSpan? WaitFor(string agent, int limit, DateTimeOffset now)
    {
        if (!_byAgent.TryGetValue(agent, out var times))
        {
            return null;
        }

        Forget(times, now);
        return times.Count < limit ? null : times.ElementAt(times.Count - limit) + Window - now;
    }

    /// <summary>The steps of the minute before the latest one, by agent.</summary>
    public IReadOnlyList<RecentEntry> Written() =>
        [.. _byAgent.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new RecentEntry(entry.Key, [.. entry.Value.Where(at => at + Window > _latest)])).Where(entry => entry.At.Count > 0)];

    /// <summary>Reads what <see cref="Written"/> gave.</summary>
    public void Read(IReadOnlyList<RecentEntry> entries)
    {
        foreach (var (agent, times) in entries)
        {
            foreach (var at in times)
            {
                Note(agent, at);
            }
        }
    }

    private static void Forget(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.TryPeek(out var oldest) && oldest + Window <= now)
        {
            times.Dequeue();
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (agent, times) in _byAgent)
        {
            Forget(times, now);
            if (times.Count == 0)
            {
                _byAgent.Remove(agent);
            }
        }

        // Where everybody is busy, sweeping at each newcomer would find nothing.
        _sweepAt = Math.Max(SweepAt, _byAgent.Count * 2);
    }
}

/// <summary>When an agent did something, in a snapshot.</summary>
internal sealed record RecentEntry(string Agent, IReadOnlyList<DateTimeOffset> At);
