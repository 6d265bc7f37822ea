using System.Text.Json;
using Pharos.Rego;
using Pharos.Rego.Values;

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

    /// <summary>Runs a test.</summary>
    public static PolicyTestResult Of(RegoProgram program, RegoTest test, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (test.IsSkipped)
        {
            return new PolicyTestResult(test, "skip", null, TimeSpan.Zero);
        }

        var started = clock.GetTimestamp();
        var outcome = program.Prepare($"{test.Package}.{test.Name}").Evaluate(null, null, cancellationToken);
        var time = clock.GetElapsedTime(started);
        return outcome switch
        {
            EvaluationOutcome.Defined defined when defined.Value != RegoBoolean.False => new PolicyTestResult(test, "pass", null, time),
            EvaluationOutcome.Failed failed => new PolicyTestResult(test, "error", $"{failed.Code}: {failed.Message}", time),
            _ => new PolicyTestResult(test, "fail", null, time),
        };
    }

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

        json.WriteNumber("microseconds", (long)Time.TotalMicroseconds);
        json.WriteEndObject();
    }
}
