using System.Globalization;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>What rewriting does to the gate's answers.</summary>
/// <param name="Attacks">For each kind, the attacks that are not allowed before and after.</param>
/// <param name="Ordinary">For each kind, the ordinary lines that keep their decision.</param>
/// <param name="Changed">The rewritten lines that are answered worse than the originals.</param>
internal sealed record MutationReport(IReadOnlyList<MutationScore> Attacks, IReadOnlyList<MutationScore> Ordinary, IReadOnlyList<ChangedLine> Changed)
{
    /// <summary>How much recall a kind may cost.</summary>
    public const double LargestLoss = 0.01;

    /// <summary>All kinds of attacks in one.</summary>
    public MutationScore AllAttacks => MutationScore.Sum("all kinds", Attacks);

    /// <summary>All rewritings of ordinary lines in one.</summary>
    public MutationScore AllOrdinary => MutationScore.Sum("all kinds", Ordinary);

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Write(json, "attacks", [.. Attacks, AllAttacks]);
        Write(json, "ordinary", [.. Ordinary, AllOrdinary]);
        json.WriteEndObject();
    }

    /// <summary>Prints it for people.</summary>
    public void Print(CommandCall call)
    {
        Print(call, "attacks, rewritten as", "not allowed before", "not allowed after", [.. Attacks, AllAttacks]);
        Print(call, "ordinary lines, with", "lines", "same decision", [.. Ordinary, AllOrdinary]);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<MutationScore> scores)
    {
        json.WriteStartArray(name);
        foreach (var score in scores)
        {
            score.Write(json);
        }

        json.WriteEndArray();
    }

    private static void Print(CommandCall call, string what, string before, string after, IReadOnlyList<MutationScore> scores)
    {
        var table = new Table().AddColumns(what, "lines", before, after, "lost", "bar");
        foreach (var score in scores)
        {
            table.AddRow(
                new Text(score.Name),
                new Text(score.Lines.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(score.Percent(score.Before)),
                new Text(score.Percent(score.After)),
                new Text((100 * score.Loss).ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(score.Loss <= LargestLoss ? "met" : "MISSED"));
        }

        call.WriteTable(table);
    }
}
