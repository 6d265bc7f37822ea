using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>What <c>bench elicitation</c> measured.</summary>
/// <param name="Agents">Agents that were connected.</param>
/// <param name="PerSecond">Questions a second.</param>
/// <param name="Baseline">GET /livez of the same server in the same run: what HTTP alone costs.</param>
/// <param name="Steps">What was timed, each as <see cref="Timed"/> names it.</param>
/// <param name="Bare">The same at the baseline, in the same order.</param>
/// <param name="Asked">Questions that were taken.</param>
/// <param name="Answered">Answers that were taken and reached whoever asked.</param>
/// <param name="Refused">Answers with a wrong nonce that were refused, as they must be.</param>
/// <param name="Failures">Everything else that was not answered as it should.</param>
/// <param name="Events">Events of elicitations in the log, read back from it.</param>
/// <param name="Durable">What making one small write durable costs on this disk in the same run.</param>
/// <param name="Lateness">How much later than it should the client asked, because it had no processor.</param>
internal sealed record ElicitationReport(
    int Agents, int PerSecond, Timing Baseline, IReadOnlyList<Timing> Steps, IReadOnlyList<Timing> Bare, int Asked, int Answered, int Refused, int Failures, int Events, Timing Durable, Timing Lateness)
{
    /// <summary>From asking to the one asked having the question.</summary>
    public const string Delivered = "asked → delivered";

    /// <summary>From asking to whoever asked having the answer.</summary>
    public const string HasAnswer = "asked → answered";

    /// <summary>The call that asks.</summary>
    public const string Ask = "POST /api/elicitations";

    /// <summary>The call that answers.</summary>
    public const string Respond = "POST …/respond";

    /// <summary>The baseline.</summary>
    public const string Livez = "GET /livez";

    /// <summary>Answers that were refused as they must be.</summary>
    public const string RefusedAnswer = "refused";

    /// <summary>What was answered otherwise than it should.</summary>
    public const string Failed = "failed";

    /// <summary>The other baseline.</summary>
    public const string Sync = "fdatasync, 512 bytes";

    /// <summary>How late the client was.</summary>
    public const string Late = "client late";

    /// <summary>What is timed.</summary>
    public static readonly IReadOnlyList<string> Timed = [Delivered, HasAnswer, Ask, Respond];

    /// <summary>What the 99th percentile of every step stays below.</summary>
    public const int BarMilliseconds = 50;

    /// <summary>Whether every step does.</summary>
    public bool IsMet => IsComplete && Steps.All(step => step.P99 < BarMilliseconds * 1000);

    /// <summary>Whether everything that was done stands in the log, and nothing else does.</summary>
    public bool IsComplete => Failures == 0 && Answered == Asked && Events == Asked + Answered;

    /// <summary>The same step at the baseline; null for what is not timed there.</summary>
    public Timing? BareOf(Timing step) => Bare.FirstOrDefault(bare => bare.Name == step.Name);

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("agents", Agents);
        json.WriteNumber("perSecond", PerSecond);
        json.WriteNumber("barMs", BarMilliseconds);
        json.WriteBoolean("met", IsMet);
        json.WriteNumber("asked", Asked);
        json.WriteNumber("answered", Answered);
        json.WriteNumber("refused", Refused);
        json.WriteNumber("failed", Failures);
        json.WriteNumber("events", Events);
        json.WriteBoolean("complete", IsComplete);
        json.WriteStartArray("steps");
        foreach (var step in Steps.Concat([Baseline, Durable, Lateness]))
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            json.WriteNumber("calls", step.Calls);
            json.WriteNumber("p50Ms", Math.Round(step.P50 / 1000, 3));
            json.WriteNumber("p99Ms", Math.Round(step.P99 / 1000, 3));
            if (BareOf(step) is { } bare)
            {
                json.WriteNumber("bareP50Ms", Math.Round(bare.P50 / 1000, 3));
                json.WriteNumber("bareP99Ms", Math.Round(bare.P99 / 1000, 3));
                json.WriteNumber("p99TimesBare", Math.Round(step.P99 / bare.P99, 2));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
