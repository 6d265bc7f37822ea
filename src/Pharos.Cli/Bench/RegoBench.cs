using System.Security.Cryptography;

namespace Pharos.Cli.Bench;

/// <summary>
/// Times the policy engine. Every case is measured in each of several rounds, because a shared machine changes its speed by the second: two cases measured one after the
/// other, each in one piece, differed by a factor of two though they do the same.
/// </summary>
internal sealed class RegoBench(TimeProvider clock)
{
    private const int Rounds = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(25);

    /// <summary>Measures every case; <paramref name="large"/> adds those that take memory and minutes.</summary>
    public RegoReport Run(bool large, CancellationToken cancellationToken)
    {
        var block = new byte[1024];
        var digest = new byte[32];
        var baseline = new RegoSeries("baseline: SHA-256 of 1 KiB", () => SHA256.HashData(block, digest), clock);
        var series = new List<RegoSeries> { baseline };
        foreach (var workload in RegoWorkloads.Rbac())
        {
            series.Add(new RegoSeries($"{workload.Name}, parsed input", workload.Evaluate, clock));
            series.Add(new RegoSeries($"{workload.Name}, JSON to JSON", workload.EvaluateJson, clock));
        }

        // The first two are compared with each other and stand side by side.
        var virtualDocuments = ((int, int)[])[(1, 1), (1000, 1), (10, 1), (100, 1), (10, 10), (100, 100), (1000, 1000)];
        var workloads = virtualDocuments.Select(size => RegoWorkloads.VirtualDocuments(size.Item1, size.Item2))
            .Concat(RegoWorkloads.Documents())
            .Concat(((int[])[10, 100, .. large ? [1000] : Array.Empty<int>()]).SelectMany(RegoWorkloads.Authorization));
        series.AddRange(workloads.Select(workload => new RegoSeries(workload.Name, workload.Evaluate, clock)));

        // A second look, because the first ran the versions that the runtime compiles first.
        Each(series, 2, one => one.WarmUp(WarmUp), cancellationToken);
        Each(series, Rounds, one => one.Measure(Round), cancellationToken);

        RegoSeries Named(string name) => series.Find(one => one.Name == name)!;
        return new RegoReport(
            [.. series.Select(one => one.Conclude(baseline))],
            baseline.Name,
            Named("VirtualDocs 1000x1").Ratio(Named("VirtualDocs 1x1")),
            RegoScale.Threads(clock, cancellationToken),
            RegoScale.Compile(clock),
            RegoScale.Memory());
    }

    private static void Each(List<RegoSeries> series, int times, Action<RegoSeries> action, CancellationToken cancellationToken)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var one in series)
            {
                cancellationToken.ThrowIfCancellationRequested();
                action(one);
            }
        }
    }
}
