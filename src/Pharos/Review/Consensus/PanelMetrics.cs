using System.Diagnostics.Metrics;

namespace Pharos.Review.Consensus;

/// <summary>The figures of panels: meter <c>Pharos.Review</c>. Counted by the node that recorded the conclusion.</summary>
internal static class PanelMetrics
{
    private static readonly Meter Meter = new("Pharos.Review");
    private static readonly Counter<long> Conclusions =
        Meter.CreateCounter<long>("pharos.panel.concluded", "{panel}", "Panels of experts that were concluded, by outcome: approved, rejected, people (handed to people), superseded.");

    public static void Concluded(PanelOutcome outcome) => Conclusions.Add(1, new KeyValuePair<string, object?>("outcome", PanelOutcomes.NameOf(outcome)));
}
