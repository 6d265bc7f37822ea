using System.Diagnostics.Metrics;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>The gate's figures: meter <c>Pharos.Gate</c>.</summary>
public static class GateMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pharos.Gate";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("pharos.gate.decisions", "{decision}", "Decisions by verdict and tier.");
    private static readonly Counter<long> Bypasses = Meter.CreateCounter<long>("pharos.gate.bypasses", "{bypass}", "Executions that were denied or never proposed.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("pharos.gate.decision.duration", "s", "Time to decide, without the log, by tier.");

    internal static void Decided(Answer answer)
    {
        var tier = new KeyValuePair<string, object?>("tier", AnswerNames.Of(answer.Tier));
        Decisions.Add(1, tier, new KeyValuePair<string, object?>("decision", AnswerNames.Of(answer.Decision)));
        Duration.Record(answer.ElapsedMicroseconds / 1_000_000.0, tier);
    }

    private static readonly Counter<long> RemoteAnswers =
        Meter.CreateCounter<long>("pharos.gate.remote", "{question}", "Questions to a policy engine elsewhere, by what decided: it, an answer it gave before, or the embedded policies.");

    internal static void AskedElsewhere(string decided) => RemoteAnswers.Add(1, new KeyValuePair<string, object?>("decided", decided));

    private static readonly Counter<long> Overloads = Meter.CreateCounter<long>("pharos.gate.overloaded", "{request}", "Requests refused because too many decisions were in flight.");

    internal static void Overloaded() => Overloads.Add(1);

    internal static void Bypassed() => Bypasses.Add(1);
}
