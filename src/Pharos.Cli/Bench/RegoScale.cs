using System.Globalization;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench;

/// <summary>What grows with threads, rules and data.</summary>
internal static class RegoScale
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    /// <summary>Evaluations a second and thread of two threads that share a program, as a share of one thread's: the median of nine pairs of slices.</summary>
    public static double Threads(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Environment.ProcessorCount < 2)
        {
            return 0;
        }

        var workload = RegoWorkloads.VirtualDocuments(100, 1);
        var ratios = new List<double>();
        for (var round = 0; round < 9; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var alone = Rate(clock, workload, 1);
            ratios.Add(Rate(clock, workload, 2) / alone);
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    /// <summary>The median time of compiling 1,000 rules, in milliseconds.</summary>
    public static double Compile(TimeProvider clock)
    {
        var module = RegoWorkloads.VirtualDocumentsModule(1000, 1);
        return Timing.Measure("compile", clock, 40, 1, () => RegoWorkload.Compile(module)).P50 / 1000;
    }

    /// <summary>Memory of 100,000 triplets as a multiple of their JSON.</summary>
    public static double Memory()
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < 100_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{{(i == 0 ? "" : ",")}}{"subject":"user{{i % 5000}}","resource":"folder/file{{i}}","action":"{{(i % 3 == 0 ? "write" : "read")}}"}""");
        }

        var json = Encoding.UTF8.GetBytes(text.Append(']').ToString());
        text.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var data = RegoValue.ParseJson(json);
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(data);
        return (double)used / json.Length;
    }

    private static double Rate(TimeProvider clock, RegoWorkload workload, int threads)
    {
        var rates = new double[threads];
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            var started = clock.GetTimestamp();
            long calls = 0;
            TimeSpan elapsed;
            do
            {
                for (var i = 0; i < 256; i++)
                {
                    workload.Evaluate();
                }

                calls += 256;
                elapsed = clock.GetElapsedTime(started);
            }
            while (elapsed < Slice);
            rates[index] = calls / elapsed.TotalSeconds;
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return rates.Average();
    }
}
