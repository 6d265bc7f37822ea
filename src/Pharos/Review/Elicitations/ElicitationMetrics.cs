using System.Diagnostics.Metrics;

namespace Pharos.Review.Elicitations;

/// <summary>The figures of questions: meter <c>Pharos.Review</c>. Counters count the steps that this node recorded; what waits is the same on every node.</summary>
internal static class ElicitationMetrics
{
    private static readonly Meter Meter = new("Pharos.Review");
    private static readonly Counter<long> Questions = Meter.CreateCounter<long>("pharos.elicitation.asked", "{elicitation}", "Questions that were recorded.");
    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("pharos.elicitation.ended", "{elicitation}", "Questions that have ended, by how: accepted, declined, cancelled, expired.");
    private static readonly Gauge<int> Open = Meter.CreateGauge<int>("pharos.elicitation.open", "{elicitation}", "Questions that wait for an answer.");

    // A program answers within moments, a person within hours.
    private static readonly Histogram<double> Answer = Meter.CreateHistogram<double>(
        "pharos.elicitation.answer.duration",
        "s",
        "Time from a question to its answer, where it was answered.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400] });

    public static void Asked() => Questions.Add(1);

    public static void Ended(Elicitation item)
    {
        if (item.Closed is not { } state)
        {
            return;
        }

        Ends.Add(1, new KeyValuePair<string, object?>("state", ElicitationStates.NameOf(state)));
        if (state == ElicitationState.Accepted && item.ClosedAt is { } at)
        {
            Answer.Record((at - item.RequestedAt).TotalSeconds);
        }
    }

    public static void Waiting(int open) => Open.Record(open);
}
