using System.Security.Cryptography;

namespace Pharos.Cli.Bench;

/// <summary>Times the policy engine.</summary>
internal sealed class RegoBench(TimeProvider clock)
{
    // Long enough for the clock and short enough for a median over many samples.
    private const double SampleMicroseconds = 50;
    private const int MostSamples = 4_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(400);

    /// <summary>Measures every case; <paramref name="large"/> adds those that take memory and minutes.</summary>
    public RegoReport Run(bool large, CancellationToken cancellationToken)
    {
        var block = new byte[1024];
        var digest = new byte[32];
        var baseline = Measure("baseline: SHA-256 of 1 KiB", () => SHA256.HashData(block, digest));
        var cases = new List<RegoCase> { baseline };
        foreach (var workload in RegoWorkloads.Rbac())
        {
            cases.Add(Measure($"{workload.Name}, parsed input", workload.Evaluate));
            cases.Add(Measure($"{workload.Name}, JSON to JSON", workload.EvaluateJson));
        }

        foreach (var (rules, holding) in ((int, int)[])[(1, 1), (10, 1), (100, 1), (1000, 1), (10, 10), (100, 100), (1000, 1000)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            cases.Add(Measure(RegoWorkloads.VirtualDocuments(rules, holding)));
        }

        var documents = RegoWorkloads.Documents();
        foreach (var workload in documents.Concat(((int[])[10, 100, .. large ? [1000] : Array.Empty<int>()]).SelectMany(RegoWorkloads.Authorization)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            cases.Add(Measure(workload));
        }

        double P50(string name) => cases.Find(c => c.Timing.Name == name)!.Timing.P50;
        return new RegoReport(
            cases,
            baseline.Timing,
            P50("VirtualDocs 1000x1") / P50("VirtualDocs 1x1"),
            RegoScale.Threads(clock, cancellationToken),
            RegoScale.Compile(clock),
            RegoScale.Memory());
    }

    private RegoCase Measure(RegoWorkload workload) => Measure(workload.Name, workload.Evaluate);

    private RegoCase Measure(string name, Action action)
    {
        var calls = 0;
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < WarmUp)
        {
            action();
            calls++;
        }

        // A second look, because the first ran the versions that the runtime compiles first.
        var perCall = Timing.Measure(name, clock, 50, Math.Max(1, calls / 4_000), action).P50;
        var callsPerSample = Math.Max(1, (int)(SampleMicroseconds / perCall));
        var samples = (int)Math.Clamp(Measured.TotalMicroseconds / (perCall * callsPerSample), 20, MostSamples);
        var timing = Timing.Measure(name, clock, samples, callsPerSample, action);
        const int counted = 100;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < counted; i++)
        {
            action();
        }

        return new RegoCase(timing, (GC.GetAllocatedBytesForCurrentThread() - before) / counted);
    }
}
