using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench gate</c> measured.</summary>
/// <param name="Timings">Each case, the baselines included.</param>
/// <param name="Baseline">The case that ratios are to.</param>
/// <param name="Sample">What the uncached commands are.</param>
/// <param name="Tiers">The share of the sample that each tier decided.</param>
internal sealed record GateReport(IReadOnlyList<Timing> Timings, Timing Baseline, string Sample, IReadOnlyDictionary<string, double> Tiers)
{
    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("sample", Sample);
        json.WriteString("baseline", Baseline.Name);
        json.WriteStartArray("timings");
        foreach (var timing in Timings)
        {
            timing.Write(json, Baseline.P50);
        }

        json.WriteEndArray();
        json.WriteStartObject("tiers");
        foreach (var (tier, share) in Tiers)
        {
            json.WriteNumber(tier, Math.Round(share, 4));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
