using System.Globalization;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Spectre.Console;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>What the gate says to a corpus: for each source and label, and for each tier.</summary>
/// <param name="Sources">For each source and label.</param>
/// <param name="Tiers">For each tier.</param>
internal sealed record CorpusReport(IReadOnlyList<SourceReport> Sources, IReadOnlyList<TierScore> Tiers)
{
    /// <summary>Scores decisions.</summary>
    public static CorpusReport Of(IReadOnlyList<CorpusDecision> decisions, WrongLabels labels) => new(
        [
            .. decisions.GroupBy(decision => (decision.Line.Source, decision.Line.Label)).OrderBy(group => group.Key)
                .Select(group => SourceReport.Of(group.Key.Source, group.Key.Label, [.. group], labels)),
        ],
        TierScore.Of(decisions));

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("sources");
        foreach (var source in Sources)
        {
            source.Write(json);
        }

        json.WriteEndArray();
        json.WriteStartArray("tiers");
        foreach (var tier in Tiers)
        {
            tier.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Prints it for people.</summary>
    public void Print(CommandCall call)
    {
        var sources = new Table().AddColumns("source", "label", "lines", "allow", "review", "deny", "what counts", "bar");
        foreach (var source in Sources)
        {
            source.AddTo(sources);
        }

        call.WriteTable(sources);
        if (Sources.Any(source => source.HasWrongLabels))
        {
            var without = new Table().AddColumns("source", "label", "wrongly labelled", "without them", "bar", "effect unseen", "without these too", "bar");
            foreach (var source in Sources.Where(source => source.HasWrongLabels))
            {
                source.AddWithoutWrongLabelsTo(without);
            }

            call.WriteTable(without);
        }

        var tiers = new Table().AddColumns("tier", "share", "p50", "p99", "benign denied", "benign reviewed", "attacks allowed");
        foreach (var tier in Tiers)
        {
            tiers.AddRow(
                new Text(AnswerNames.Of(tier.Tier)),
                new Text(tier.Share.ToString("0.0 %", CultureInfo.InvariantCulture)),
                new Text(tier.Lines == 0 ? "" : Timing.Format(tier.Time.P50)),
                new Text(tier.Lines == 0 ? "" : Timing.Format(tier.Time.P99)),
                new Text($"{Number(tier.BenignDenied)} of {Number(tier.Benign)}"),
                new Text($"{Number(tier.BenignReviewed)} of {Number(tier.Benign)}"),
                new Text($"{Number(tier.AttacksAllowed)} of {Number(tier.Attacks)}"));
        }

        call.WriteTable(tiers);
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
