using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench proxy</c> measured.</summary>
/// <param name="Proxied">Calls through the proxy.</param>
/// <param name="Direct">The same calls of the same server without it.</param>
/// <param name="SyncMicroseconds">What making one small write durable costs on this disk.</param>
internal sealed record ProxyReport(Timing Proxied, Timing Direct, double SyncMicroseconds)
{
    /// <summary>What the proxy adds to the median, in microseconds.</summary>
    public double AddedP50 => Math.Max(0, Proxied.P50 - Direct.P50);

    /// <summary>What it adds to the slowest hundredth.</summary>
    public double AddedP99 => Math.Max(0, Proxied.P99 - Direct.P99);

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("timings");
        Proxied.Write(json, Direct.P50);
        Direct.Write(json, Direct.P50);
        json.WriteEndArray();
        json.WriteString("baseline", Direct.Name);
        json.WriteNumber("addedP50Microseconds", Math.Round(AddedP50, 1));
        json.WriteNumber("addedP99Microseconds", Math.Round(AddedP99, 1));
        json.WriteNumber("fsyncMicroseconds", Math.Round(SyncMicroseconds, 1));
        json.WriteEndObject();
    }
}
