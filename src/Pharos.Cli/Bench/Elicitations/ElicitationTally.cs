using System.Collections.Concurrent;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>What was done and how long it took. Safe for use by many threads.</summary>
/// <param name="clock">The clock.</param>
internal sealed class ElicitationTally(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _times = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, long> _begun = new();

    /// <summary>The clock's time stamp of now.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Counts something.</summary>
    public void Count(string name) => _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);

    /// <summary>How often something was counted.</summary>
    public int CountOf(string name) => _counts.GetValueOrDefault(name);

    /// <summary>Says since when a question counts: from when its call begins.</summary>
    public void Began(int number, long timestamp) => _begun[number] = timestamp;

    /// <summary>Notes how long after its call began something has happened to a question.</summary>
    public void Since(string name, int number)
    {
        if (_begun.TryGetValue(number, out var begun))
        {
            Note(name, begun);
        }
    }

    /// <summary>Notes how long something took.</summary>
    public void Note(string name, long started) => _times.GetOrAdd(name, static _ => []).Enqueue(clock.GetElapsedTime(started).TotalMicroseconds);

    /// <summary>The times of something.</summary>
    public Timing TimingOf(string name) => Timing.Of(name, [.. _times.GetValueOrDefault(name) ?? []]);
}
