using System.Text.Json;
using Pharos.Rego;
using Pharos.Rego.Tracing;

namespace Pharos.Cli.Policies;

/// <summary>What one policy test came to.</summary>
/// <param name="Test">The test.</param>
/// <param name="Outcome"><c>pass</c>, <c>fail</c>, <c>error</c> or <c>skip</c>.</param>
/// <param name="Message">What went wrong inside, for an error.</param>
/// <param name="Time">How long it took.</param>
internal sealed record PolicyTestResult(RegoTest Test, string Outcome, string? Message, TimeSpan Time)
{
    /// <summary>Whether it counts as failed.</summary>
    public bool IsBad => Outcome is "fail" or "error";

    /// <summary>The lines that it printed.</summary>
    public IReadOnlyList<string> Prints { get; init; } = [];

    /// <summary>The notes and the last failure of a test that failed.</summary>
    public IReadOnlyList<TraceEvent> Events { get; init; } = [];

    /// <summary>Where it failed: the last expression that did not hold.</summary>
    public TraceEvent? FailedAt { get; init; }

    /// <summary>Why its evaluation ended; null where it did not fail inside.</summary>
    public EvaluationOutcome.Failed? Error { get; init; }

    /// <summary>How often it ran, and what one run took at the median, where it was measured.</summary>
    public (int Runs, double MedianMicroseconds)? Bench { get; init; }

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("package", Test.Package);
        json.WriteString("name", Test.Name);
        json.WriteString("file", Test.File);
        json.WriteNumber("row", Test.Row);
        json.WriteString("outcome", Outcome);
        if (Message is not null)
        {
            json.WriteString("message", Message);
        }

        if (Error is not null)
        {
            json.WritePropertyName("error");
            PolicyDiagnostics.Write(json, Error);
        }

        json.WriteNumber("microseconds", (long)Time.TotalMicroseconds);
        if (FailedAt is { } at)
        {
            json.WriteStartObject("failedAt");
            json.WriteString("file", at.File);
            json.WriteNumber("row", at.Row);
            json.WriteString("expression", at.Text);
            json.WriteEndObject();
        }

        if (Prints.Count > 0)
        {
            json.WriteString("output", string.Join('\n', Prints));
        }

        if (Bench is { } bench)
        {
            json.WriteStartObject("bench");
            json.WriteNumber("runs", bench.Runs);
            json.WriteNumber("medianMicroseconds", bench.MedianMicroseconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
