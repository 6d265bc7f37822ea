using System.Globalization;
using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>Where a request's time goes, on average and in microseconds: taken from the server's own figures.</summary>
/// <param name="Requests">Requests measured.</param>
/// <param name="Gate">Deciding.</param>
/// <param name="Append">Waiting until the record is durable.</param>
/// <param name="Rest">Reading, checking the token, writing the answer.</param>
internal sealed record HttpSplit(long Requests, double Gate, double Append, double Rest)
{
    /// <summary>What happened between two readings of <c>/metrics</c>.</summary>
    public static HttpSplit Between(string before, string after)
    {
        var requests = Sum(after, "pharos_http_request_duration_seconds_count", "/api/proposals") - Sum(before, "pharos_http_request_duration_seconds_count", "/api/proposals");
        double Mean(string name, string label = "") => requests <= 0 ? 0 : (Sum(after, name, label) - Sum(before, name, label)) / requests * 1_000_000;
        var gate = Mean("pharos_gate_decision_duration_seconds_sum");
        var append = Mean("pharos_log_append_duration_seconds_sum");
        return new HttpSplit((long)requests, gate, append, Mean("pharos_http_request_duration_seconds_sum", "/api/proposals") - gate - append);
    }

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("requests", Requests);
        json.WriteNumber("gateMicroseconds", Math.Round(Gate, 1));
        json.WriteNumber("appendMicroseconds", Math.Round(Append, 1));
        json.WriteNumber("restMicroseconds", Math.Round(Rest, 1));
        json.WriteEndObject();
    }

    private static double Sum(string metrics, string name, string label) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ' && (label.Length == 0 || line.Contains($"\"{label}\"", StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture));
}
