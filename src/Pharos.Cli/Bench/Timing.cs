using System.Globalization;
using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>How long something took, over many calls.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="P50">Median in microseconds.</param>
/// <param name="P99">99th percentile in microseconds.</param>
internal sealed record Timing(string Name, int Calls, double P50, double P99)
{
    /// <summary>Summarises samples in microseconds.</summary>
    public static Timing Of(string name, List<double> microseconds, int callsPerSample = 1)
    {
        microseconds.Sort();
        return new Timing(name, microseconds.Count * callsPerSample, At(microseconds, 0.5), At(microseconds, 0.99));
    }

    /// <summary>Measures an action, several calls a sample where one is too short for the clock.</summary>
    public static Timing Measure(string name, TimeProvider clock, int samples, int callsPerSample, Action action)
    {
        var times = new List<double>(samples);
        for (var i = 0; i < samples; i++)
        {
            var started = clock.GetTimestamp();
            for (var call = 0; call < callsPerSample; call++)
            {
                action();
            }

            times.Add(clock.GetElapsedTime(started).TotalMicroseconds / callsPerSample);
        }

        return Of(name, times, callsPerSample);
    }

    /// <summary>A figure for people.</summary>
    public static string Format(double microseconds) => microseconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{microseconds * 1000:0} ns"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:0.0} ms"),
    };

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json, double baseline)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteNumber("calls", Calls);
        json.WriteNumber("p50Microseconds", Math.Round(P50, 3));
        json.WriteNumber("p99Microseconds", Math.Round(P99, 3));
        if (baseline > 0)
        {
            json.WriteNumber("timesBaseline", Math.Round(P50 / baseline, 3));
        }

        json.WriteEndObject();
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
