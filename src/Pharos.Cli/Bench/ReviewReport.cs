using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench review</c> measured.</summary>
/// <param name="Items">How many reviews waited at the beginning.</param>
/// <param name="Baseline">GET /livez of the same server over the same connection: what HTTP alone costs.</param>
/// <param name="Steps">What a reviewer does.</param>
/// <param name="Sync">What making one small write durable costs on this disk, in microseconds.</param>
internal sealed record ReviewReport(int Items, Timing Baseline, IReadOnlyList<Timing> Steps, double Sync)
{
    /// <summary>What the 99th percentile of every step stays below.</summary>
    public const int BarMilliseconds = 50;

    /// <summary>Whether every step does.</summary>
    public bool IsMet => Steps.All(step => step.P99 < BarMilliseconds * 1000);

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("items", Items);
        json.WriteNumber("barMs", BarMilliseconds);
        json.WriteBoolean("met", IsMet);
        json.WriteNumber("fsyncMs", Math.Round(Sync / 1000, 3));
        json.WriteStartArray("steps");
        foreach (var step in Steps.Prepend(Baseline))
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            json.WriteNumber("calls", step.Calls);
            json.WriteNumber("p50Ms", Math.Round(step.P50 / 1000, 3));
            json.WriteNumber("p99Ms", Math.Round(step.P99 / 1000, 3));
            json.WriteNumber("p50TimesBaseline", Math.Round(step.P50 / Baseline.P50, 2));
            json.WriteNumber("p99TimesBaseline", Math.Round(step.P99 / Baseline.P99, 2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
