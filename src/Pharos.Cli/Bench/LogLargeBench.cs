using System.Globalization;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Cli.Bench;

/// <summary>Fills a log and times what is asked of a large one. Up to a million events are appended as a server appends them, the rest is imported.</summary>
/// <param name="folder">An empty folder.</param>
/// <param name="clock">The clock.</param>
/// <param name="events">How many events.</param>
/// <param name="progress">Takes a line of progress.</param>
internal sealed class LogLargeBench(string folder, TimeProvider clock, long events, Action<string> progress)
{
    private const int Callers = 64;
    private const long MostAppended = 1_000_000;
    private const int Samples = 20;
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);
    private readonly LogBenchEvents _events = new(clock, seed: 1);
    private readonly Random _random = new(20261121);

    /// <summary>Fills and measures.</summary>
    public async Task<LogLargeReport> RunAsync(CancellationToken cancellationToken)
    {
        var appended = Math.Min(events, MostAppended);
        double memory;
        double heap;
        double imported;
        double indexing;
        List<LogQueryTiming> queries;
        await using (var store = await SqliteEventStore.OpenAsync(folder, clock, cancellationToken))
        {
            progress($"appending {appended:N0} events …");
            await AppendAsync(store.Log, appended, cancellationToken);
            memory = Environment.WorkingSet / 1e6;
            heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            imported = await ImportAsync(store, events - appended, cancellationToken);
            var started = clock.GetTimestamp();
            await WaitForIndexAsync(store, cancellationToken);
            indexing = clock.GetElapsedTime(started).TotalSeconds;
            queries = await QueryAsync(store.Log, cancellationToken);
        }

        var opening = clock.GetTimestamp();
        await using (await SqliteEventStore.OpenAsync(folder, clock, cancellationToken))
        {
            // Closed again at once; verification reads the files.
        }

        var opened = clock.GetElapsedTime(opening).TotalSeconds;
        return new LogLargeReport
        {
            Events = events,
            AppendedEvents = appended,
            MemoryMegabytes = memory,
            HeapMegabytes = heap,
            ImportedPerSecond = imported,
            IndexSeconds = indexing,
            Queries = queries,
            OpenSeconds = opened,
            VerifiedPerSecond = await VerifyAsync(cancellationToken),
        };
    }

    private Task AppendAsync(IEventLog log, long count, CancellationToken cancellationToken)
    {
        var next = 0L;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                var own = new LogBenchEvents(clock, 100 + caller);
                while (Interlocked.Increment(ref next) is var number && number <= count)
                {
                    await log.AppendAsync(own.Batch(number), cancellationToken);
                }
            },
            cancellationToken)));
    }

    private async Task<double> ImportAsync(SqliteEventStore store, long count, CancellationToken cancellationToken)
    {
        if (count <= 0)
        {
            return 0;
        }

        var head = await store.Log.HeadAsync(cancellationToken);
        var hash = (await store.Log.GetAsync(head, cancellationToken))!.Hash;
        var started = clock.GetTimestamp();
        var told = started;
        Task<ImportOutcome>? importing = null;
        for (long done = 0; done < count;)
        {
            // Sealed while the group before is written.
            var group = new List<SealedEvent>(EventLimits.EventsPerBatch);
            for (; group.Count < EventLimits.EventsPerBatch && done < count; done++)
            {
                head = new Position(head.Value + 1);
                var record = EventSealing.Seal(_events.Next(head.Value), head, 1, null, hash);
                hash = record.Hash;
                group.Add(new SealedEvent(record, default, []));
            }

            if (importing is not null && await importing is not ImportOutcome.Imported)
            {
                throw new InvalidOperationException("The log did not take what follows its head.");
            }

            importing = store.Maintenance.ImportAsync(group, cancellationToken).AsTask();
            if (clock.GetElapsedTime(told) > Progress)
            {
                told = clock.GetTimestamp();
                progress(string.Create(CultureInfo.InvariantCulture, $"importing: {done:N0} of {count:N0} …"));
            }
        }

        await importing!;
        return count / clock.GetElapsedTime(started).TotalSeconds;
    }

    private async Task WaitForIndexAsync(SqliteEventStore store, CancellationToken cancellationToken)
    {
        var head = await store.Log.HeadAsync(cancellationToken);
        while (store.Index.Position < head)
        {
            progress($"indexing: {store.Index.Position} of {head} …");
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
        }
    }

    private async Task<List<LogQueryTiming>> QueryAsync(IEventLog log, CancellationToken cancellationToken)
    {
        progress("querying …");
        var last = (await log.GetAsync(await log.HeadAsync(cancellationToken), cancellationToken))!.At;
        var first = (await log.GetAsync(new Position(1), cancellationToken))!.At;
        var found = new List<LogQueryTiming>();
        foreach (var (name, query) in ((string, Func<NewEvent, EventQuery>)[])[
            ("type", like => new EventQuery { Type = like.Type }),
            ("agent", like => new EventQuery { Agent = like.Agent }),
            ("workspace", like => new EventQuery { Workspace = like.Workspace }),
            ("correlation", like => new EventQuery { Correlation = like.Correlation }),
            ("time", _ => new EventQuery { From = first + ((last - first) * _random.NextDouble() * 0.9) })])
        {
            var times = new List<double>(Samples);
            for (var i = 0; i < Samples; i++)
            {
                var sample = query(_events.Next(_random.NextInt64(1, events))) with { Limit = EventQuery.MaxLimit, Descending = i % 2 == 1 };
                if (name is "type" or "agent" or "workspace")
                {
                    sample = sample with { After = new Position(_random.NextInt64(1, events)) };
                }

                var started = clock.GetTimestamp();
                await log.QueryAsync(sample, cancellationToken);
                times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            found.Add(new LogQueryTiming(name, times[Samples / 2], times[^1]));
        }

        return found;
    }

    private async Task<double> VerifyAsync(CancellationToken cancellationToken)
    {
        progress("verifying …");
        using var source = new SqliteChainSource(Path.Combine(folder, SqliteEventStore.LogName));
        var started = clock.GetTimestamp();
        var report = await new LogVerifier(source, new VerifyOptions()).VerifyAsync(cancellationToken: cancellationToken);
        return report.Break is null ? report.Events / clock.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException($"The chain of the bench does not hold: {report.Break}.");
    }
}
