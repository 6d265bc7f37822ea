using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What some callers did to a log, each waiting for its own append before the next.</summary>
/// <param name="Callers">How many.</param>
/// <param name="EventsPerSecond">Acknowledged events a second, all callers together.</param>
/// <param name="P50">Median time from calling to the acknowledgement, in milliseconds.</param>
/// <param name="P99">The same, 99th percentile.</param>
/// <param name="EventsPerCommit">Average number of events in one commit.</param>
internal sealed record LogLoad(int Callers, double EventsPerSecond, double P50, double P99, double EventsPerCommit);

/// <summary>What <c>bench log</c> measured of one engine.</summary>
/// <param name="One">One caller.</param>
/// <param name="Some">64 callers.</param>
/// <param name="Many">256 callers.</param>
/// <param name="RawPerSecond">Raw inserts a second, in commits of the size that 64 callers had.</param>
internal sealed record LogFigures(LogLoad One, LogLoad Some, LogLoad Many, double RawPerSecond)
{
    /// <summary>Events a second of 64 callers, as a share of the raw inserts.</summary>
    public double Ratio => RawPerSecond > 0 ? Some.EventsPerSecond / RawPerSecond : 0;

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("eventsPerSecond1", Math.Round(One.EventsPerSecond));
        json.WriteNumber("eventsPerSecond64", Math.Round(Some.EventsPerSecond));
        json.WriteNumber("p99AckMs64", Math.Round(Some.P99, 3));
        json.WriteNumber("eventsPerSecond256", Math.Round(Many.EventsPerSecond));
        json.WriteNumber("ratioToRawInserts", Math.Round(Ratio, 3));
        json.WriteEndObject();
    }
}
