using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench hook</c> measured.</summary>
/// <param name="Timings">Warm, right after a restart, and the empty shell as the baseline.</param>
/// <param name="StartMilliseconds">From starting the server to its first decision.</param>
/// <param name="IdleMegabytes">Resident memory after the calls.</param>
/// <param name="SyncMicroseconds">What making one small write durable costs on this disk.</param>
internal sealed record HookReport(IReadOnlyList<Timing> Timings, double StartMilliseconds, double IdleMegabytes, double SyncMicroseconds)
{
    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("timings");
        foreach (var timing in Timings)
        {
            timing.Write(json, Timings[^1].P50);
        }

        json.WriteEndArray();
        json.WriteString("baseline", Timings[^1].Name);
        json.WriteNumber("startToFirstDecisionMilliseconds", Math.Round(StartMilliseconds, 1));
        json.WriteNumber("idleMegabytes", Math.Round(IdleMegabytes, 1));
        json.WriteNumber("fsyncMicroseconds", Math.Round(SyncMicroseconds, 1));
        json.WriteEndObject();
    }
}
