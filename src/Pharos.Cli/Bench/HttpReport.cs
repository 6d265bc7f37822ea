using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench http</c> measured.</summary>
/// <param name="Pharos">The median of its rounds.</param>
/// <param name="Bare">The same of the bare endpoint.</param>
/// <param name="Rounds">Requests a second of each round, Pharos's and the bare endpoint's in turns.</param>
/// <param name="LoadedSplit">Where the time went under full load.</param>
/// <param name="Steady">Times at a steady rate.</param>
/// <param name="SteadySplit">Where the time went then.</param>
/// <param name="Sync">What making one small write durable costs on this disk, in microseconds.</param>
internal sealed record HttpReport(
    HttpLoad Pharos, HttpLoad Bare, IReadOnlyList<(double Pharos, double Bare)> Rounds, HttpSplit LoadedSplit, Timing Steady, HttpSplit SteadySplit, double Sync)
{
    /// <summary>Pharos's requests a second for each of the bare endpoint's.</summary>
    public double Ratio => Pharos.RequestsPerSecond / Bare.RequestsPerSecond;

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("fsyncMs", Math.Round(Sync / 1000, 3));
        json.WriteNumber("connections", HttpWrk.Connections);
        json.WriteNumber("requestsPerSecond", Math.Round(Pharos.RequestsPerSecond));
        json.WriteNumber("bareRequestsPerSecond", Math.Round(Bare.RequestsPerSecond));
        json.WriteNumber("ratio", Math.Round(Ratio, 3));
        json.WriteNumber("p50Ms", Math.Round(Pharos.P50 / 1000, 3));
        json.WriteNumber("p99Ms", Math.Round(Pharos.P99 / 1000, 3));
        json.WriteStartArray("rounds");
        foreach (var (pharos, bare) in Rounds)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(pharos));
            json.WriteNumberValue(Math.Round(bare));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WritePropertyName("split");
        LoadedSplit.Write(json);
        json.WriteStartObject("steady");
        json.WriteNumber("requestsPerSecond", HttpBench.SteadyRate);
        json.WriteNumber("requests", Steady.Calls);
        json.WriteNumber("p50Ms", Math.Round(Steady.P50 / 1000, 3));
        json.WriteNumber("p99Ms", Math.Round(Steady.P99 / 1000, 3));
        json.WritePropertyName("split");
        SteadySplit.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
