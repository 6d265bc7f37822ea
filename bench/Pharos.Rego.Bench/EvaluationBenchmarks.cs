using BenchmarkDotNet.Attributes;
using Pharos.Cli.Bench;

namespace Pharos.Rego.Bench;

/// <summary>Evaluation of the policies that other engines publish figures for; run with <c>dotnet run -c Release -- --filter '*'</c>.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private RegoWorkload _workload = null!;

    /// <summary>The case that is measured.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = string.Empty;

    /// <summary>The names of the cases.</summary>
    public static IEnumerable<string> Cases => All().Select(workload => workload.Name);

    /// <summary>Prepares the case.</summary>
    [GlobalSetup]
    public void Prepare() => _workload = All().First(workload => workload.Name == Case);

    /// <summary>With the input already parsed, and the answer not written.</summary>
    [Benchmark]
    public void Parsed() => _workload.Evaluate();

    /// <summary>From the input's JSON to the answer's.</summary>
    [Benchmark]
    public void Json() => _workload.EvaluateJson();

    private static IEnumerable<RegoWorkload> All() =>
    [
        .. RegoWorkloads.Rbac(),
        RegoWorkloads.VirtualDocuments(1, 1),
        RegoWorkloads.VirtualDocuments(1000, 1),
        RegoWorkloads.VirtualDocuments(1000, 1000),
        .. RegoWorkloads.Documents(),
        .. RegoWorkloads.Authorization(10),
        .. RegoWorkloads.Authorization(100),
    ];
}
