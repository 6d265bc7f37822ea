using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench rego</c> measured.</summary>
/// <param name="Cases">Each case, the baseline included.</param>
/// <param name="Baseline">The name of the case that ratios are to.</param>
/// <param name="IndexRatio">VirtualDocs 1000x1 as a multiple of 1x1.</param>
/// <param name="ThreadRatio">Evaluations a second and thread of two threads, as a share of one thread's; zero where there is one processor.</param>
/// <param name="CompileMilliseconds">Compiling a module of 1,000 rules.</param>
/// <param name="MemoryRatio">Memory of 100,000 triplets of data as a multiple of their JSON.</param>
internal sealed record RegoReport(IReadOnlyList<RegoCase> Cases, string Baseline, double IndexRatio, double ThreadRatio, double CompileMilliseconds, double MemoryRatio)
{
    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("baseline", Baseline);
        json.WriteStartArray("cases");
        foreach (var measured in Cases)
        {
            json.WriteStartObject();
            json.WriteString("name", measured.Timing.Name);
            json.WriteNumber("calls", measured.Timing.Calls);
            json.WriteNumber("p50Microseconds", Math.Round(measured.Timing.P50, 4));
            json.WriteNumber("p99Microseconds", Math.Round(measured.Timing.P99, 4));
            json.WriteNumber("timesBaseline", Math.Round(measured.TimesBaseline, 3));
            json.WriteNumber("allocatedBytes", measured.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("virtualDocs1000x1To1x1", Math.Round(IndexRatio, 3));
        json.WriteNumber("perThreadAtTwoThreads", Math.Round(ThreadRatio, 3));
        json.WriteNumber("compile1000RulesMs", Math.Round(CompileMilliseconds, 2));
        json.WriteNumber("memoryToJson", Math.Round(MemoryRatio, 2));
        json.WriteEndObject();
    }
}
