using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>The score of one source and label: of all its lines, and of those whose label holds.</summary>
/// <param name="All">Of all lines.</param>
/// <param name="Rightly">Of the lines whose label is not known to be wrong.</param>
/// <param name="Seen">Of those among them whose effect can be told from the line.</param>
internal sealed record SourceReport(CorpusScore All, CorpusScore Rightly, CorpusScore Seen)
{
    /// <summary>Scores the decisions of one source and label.</summary>
    public static SourceReport Of(string source, string label, IReadOnlyList<CorpusDecision> decisions, WrongLabels labels)
    {
        var rightly = decisions.Where(decision => labels.Of(decision.Line) is null or WrongLabelKind.Unseen).ToList();
        return new SourceReport(
            CorpusScore.Of(source, label, decisions),
            CorpusScore.Of(source, label, rightly),
            CorpusScore.Of(source, label, rightly.Where(decision => labels.Of(decision.Line) is null)));
    }

    /// <summary>Whether lines of it are labelled wrongly.</summary>
    public bool HasWrongLabels => Seen.Total != All.Total;

    /// <summary>Adds it to a table of source, label, lines, allow, review, deny, what counts, bar.</summary>
    public void AddTo(Table table) => table.AddRow(
        new Text(All.Source),
        new Text(All.Label),
        new Text(Number(All.Total)),
        new Text(All.Percent(All.Allow)),
        new Text(All.Percent(All.Review)),
        new Text(All.Percent(All.Deny)),
        new Text(All.Verdict()),
        new Text(Bar(All)));

    /// <summary>Adds what changes without wrong labels to a table of source, label, lines left out, what counts, bar, and the same without unseen effects.</summary>
    public void AddWithoutWrongLabelsTo(Table table) => table.AddRow(
        new Text(All.Source),
        new Text(All.Label),
        new Text(Number(All.Total - Rightly.Total)),
        new Text(Rightly.Verdict()),
        new Text(Bar(Rightly)),
        new Text(Number(Rightly.Total - Seen.Total)),
        new Text(Seen.Verdict()),
        new Text(Bar(Seen)));

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("source", All.Source);
        json.WriteString("label", All.Label);
        All.WriteCounts(json);
        WriteOther(json, "withoutWrongLabels", Rightly, All);
        WriteOther(json, "withoutUnseenEffects", Seen, Rightly);
        json.WriteEndObject();
    }

    private static void WriteOther(Utf8JsonWriter json, string name, CorpusScore score, CorpusScore before)
    {
        if (score.Total != before.Total)
        {
            json.WriteStartObject(name);
            score.WriteCounts(json);
            json.WriteEndObject();
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bar(CorpusScore score) => score.MeetsBar switch { true => "met", false => "MISSED", null => "" };
}
