using System.Globalization;
using System.Text.Json;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>What became of the lines that one kind of rewriting applies to.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Lines">Lines it applies to.</param>
/// <param name="Before">Those that were answered as they should be: attacks not allowed, all ordinary lines.</param>
/// <param name="After">Those that are when rewritten: attacks not allowed, ordinary lines with the same decision.</param>
internal sealed record MutationScore(string Name, int Lines, int Before, int After)
{
    /// <summary>How much was lost, as a share; below zero where more is stopped.</summary>
    public double Loss => Lines == 0 ? 0 : (double)(Before - After) / Lines;

    /// <summary>Sums kinds up.</summary>
    public static MutationScore Sum(string name, IReadOnlyCollection<MutationScore> scores) =>
        new(name, scores.Sum(score => score.Lines), scores.Sum(score => score.Before), scores.Sum(score => score.After));

    /// <summary>A share for people.</summary>
    public string Percent(int count) => Lines == 0 ? "" : (100.0 * count / Lines).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", Name);
        json.WriteNumber("lines", Lines);
        json.WriteNumber("before", Before);
        json.WriteNumber("after", After);
        json.WriteNumber("loss", Math.Round(Loss, 5));
        json.WriteEndObject();
    }
}
