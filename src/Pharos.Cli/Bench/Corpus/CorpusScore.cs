using System.Globalization;
using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>What the gate says to the lines of one source and label.</summary>
internal sealed record CorpusScore(string Source, string Label, int Allow, int Review, int Deny)
{
    /// <summary>Lines in all.</summary>
    public int Total => Allow + Review + Deny;

    /// <summary>Whether every bar of its label is met; null where its label has none.</summary>
    public bool? MeetsBar => Bars().Count == 0 ? null : Bars().All(bar => bar.IsMet);

    /// <summary>Counts decisions.</summary>
    public static CorpusScore Of(string source, string label, IEnumerable<CorpusDecision> decisions)
    {
        var counts = new int[3];
        foreach (var decision in decisions)
        {
            counts[(int)decision.Decision]++;
        }

        return new CorpusScore(source, label, counts[(int)Decision.Allow], counts[(int)Decision.Review], counts[(int)Decision.Deny]);
    }

    /// <summary>The measures that count for its label, in words: <c>stopped 99.2 % ≥ 99 %</c>.</summary>
    public string Verdict() => Bars() is { Count: > 0 } bars ? string.Join(", ", bars.Select(bar => bar.Text)) : "reported";

    /// <summary>A share for people.</summary>
    public string Percent(int count) => Percent(Share(count), "0.0");

    /// <summary>Writes its figures as members of an object.</summary>
    public void WriteCounts(Utf8JsonWriter json)
    {
        json.WriteNumber("total", Total);
        json.WriteNumber("allow", Allow);
        json.WriteNumber("review", Review);
        json.WriteNumber("deny", Deny);
        var measure = CorpusMeasure.Of(Label);
        WriteShare(json, "stopped", measure.MinimumStopped is null ? null : Share(Review + Deny));
        WriteShare(json, "denied", measure.MaximumDenied is null ? null : Share(Deny));
        WriteShare(json, "reviewed", measure.MaximumReviewed is null ? null : Share(Review));
        if (MeetsBar is { } meets)
        {
            json.WriteBoolean("meetsBar", meets);
        }
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } known)
        {
            json.WriteNumber(name, Math.Round(known, 5));
        }
    }

    private List<(string Text, bool IsMet)> Bars()
    {
        var measure = CorpusMeasure.Of(Label);
        var bars = new List<(string, bool)>();
        if (measure.MinimumStopped is { } least)
        {
            var share = Share(Review + Deny);
            bars.Add(($"not allowed {Percent(share, "0.0")} (≥ {Percent(least, "0")})", share >= least));
        }

        if (measure.MaximumDenied is { } most)
        {
            var share = Share(Deny);
            bars.Add(($"denied {Percent(share, "0.0")} (≤ {Percent(most, "0")})", share <= most));
        }

        if (measure.MaximumReviewed is { } bound && Total >= CorpusMeasure.LeastForReview)
        {
            var share = Share(Review);
            bars.Add(($"review {Percent(share, "0.0")} (≤ {Percent(bound, "0")})", share <= bound));
        }

        return bars;
    }

    private double Share(int count) => Total == 0 ? 0 : (double)count / Total;

    private static string Percent(double share, string digits) => (100 * share).ToString(digits, CultureInfo.InvariantCulture) + " %";
}
