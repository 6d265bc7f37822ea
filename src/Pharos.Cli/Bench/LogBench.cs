using System.Diagnostics.Metrics;
using Pharos.Events;

namespace Pharos.Cli.Bench;

/// <summary>Measures one engine.</summary>
/// <param name="subject">The engine.</param>
/// <param name="clock">The clock.</param>
/// <param name="time">How long each number of callers is measured, after a warm-up of a quarter of it.</param>
internal sealed class LogBench(LogBenchSubject subject, TimeProvider clock, TimeSpan time)
{
    private const int MostRawEvents = 200_000;
    private int _seed;

    /// <summary>Measures every number of callers, then raw inserts.</summary>
    public async Task<LogFigures> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var loads = new List<LogLoad>();
        foreach (var callers in new[] { 1, 64, 256 })
        {
            progress($"{subject.Name}: {callers} callers …");
            loads.Add(await LoadAsync(callers, cancellationToken));
        }

        var group = Math.Max(1, (int)Math.Round(loads[1].EventsPerCommit));
        progress($"{subject.Name}: raw inserts in commits of {group} …");
        return new LogFigures(loads[0], loads[1], loads[2], await RawAsync(group, loads[1].EventsPerSecond, cancellationToken));
    }

    private async Task<LogLoad> LoadAsync(int callers, CancellationToken cancellationToken)
    {
        await using var store = await subject.OpenAsync(cancellationToken);
        using var commits = new CommitCount();
        await RunCallersAsync(store.Log, callers, time / 4, cancellationToken);
        commits.Reset();
        var started = clock.GetTimestamp();
        var times = await RunCallersAsync(store.Log, callers, time, cancellationToken);
        var elapsed = clock.GetElapsedTime(started);
        times.Sort();
        return new LogLoad(callers, times.Count / elapsed.TotalSeconds, At(times, 0.5), At(times, 0.99), commits.EventsPerCommit);
    }

    private async Task<List<double>> RunCallersAsync(IEventLog log, int callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                var events = new LogBenchEvents(clock, Interlocked.Increment(ref _seed));
                var times = new List<double>(4096);
                for (long n = caller; clock.GetElapsedTime(started) < duration; n += callers)
                {
                    var batch = events.Batch(n);
                    var called = clock.GetTimestamp();
                    var outcome = await log.AppendAsync(batch, cancellationToken);
                    times.Add(clock.GetElapsedTime(called).TotalMilliseconds);
                    if (outcome is not AppendOutcome.Appended)
                    {
                        throw new InvalidOperationException($"The log answered {outcome} to an event that nothing stands against.");
                    }
                }

                return times;
            },
            cancellationToken)));
        return [.. all.SelectMany(times => times)];
    }

    private async Task<double> RawAsync(int group, double eventsPerSecond, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(eventsPerSecond * time.TotalSeconds, group, MostRawEvents) / group * group;
        var events = new LogBenchEvents(clock, Interlocked.Increment(ref _seed));
        var records = new List<EventRecord>(count);
        var hash = Digest.Genesis;
        for (var n = 0; n < count; n++)
        {
            var record = EventSealing.Seal(events.Next(n), new Position(n + 1), 1, events.NextOperation(), hash);
            hash = record.Hash;
            records.Add(record);
        }

        return count / (await subject.RawInsertsAsync(records, group, cancellationToken)).TotalSeconds;
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    /// <summary>Listens to the size of commits that every engine reports.</summary>
    private sealed class CommitCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _commits;
        private long _events;

        public CommitCount()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "pharos.log.commit.size")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((_, size, _, _) =>
            {
                Interlocked.Increment(ref _commits);
                Interlocked.Add(ref _events, size);
            });
            _listener.Start();
        }

        public double EventsPerCommit => _commits == 0 ? 1 : (double)_events / _commits;

        public void Reset()
        {
            Interlocked.Exchange(ref _commits, 0);
            Interlocked.Exchange(ref _events, 0);
        }

        public void Dispose() => _listener.Dispose();
    }
}
