using System.Globalization;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>The rows of one module that were evaluated, and those that were not.</summary>
public sealed record FileCoverage(IReadOnlyList<SourceRange> Covered, IReadOnlyList<SourceRange> NotCovered)
{
    /// <summary>The rows that were evaluated.</summary>
    public int CoveredLines => Covered.Sum(r => r.Rows);

    /// <summary>The rows that were not.</summary>
    public int NotCoveredLines => NotCovered.Sum(r => r.Rows);

    /// <summary>The share of rows that were evaluated, in percent.</summary>
    public double Coverage => Percent(CoveredLines, NotCoveredLines);

    internal static double Percent(int covered, int notCovered) => covered + notCovered == 0 ? 0 : Math.Round(100.0 * covered / (covered + notCovered), 2);

    internal static RegoValue Number(double value) => RegoValue.ParseJson(value.ToString(CultureInfo.InvariantCulture));

    internal RegoObject ToJson() => AstJson.Fields(
        ("covered", Covered.Count == 0 ? null : Ranges(Covered)),
        ("not_covered", NotCovered.Count == 0 ? null : Ranges(NotCovered)),
        ("covered_lines", CoveredLines == 0 ? null : RegoNumber.Of(CoveredLines)),
        ("not_covered_lines", NotCoveredLines == 0 ? null : RegoNumber.Of(NotCoveredLines)),
        ("coverage", Number(Coverage)));

    private static RegoArray Ranges(IReadOnlyList<SourceRange> ranges) => RegoArray.From(ranges.Select(r => (RegoValue)AstJson.Fields(
        ("start", AstJson.Fields(("row", RegoNumber.Of(r.Start)))), ("end", AstJson.Fields(("row", RegoNumber.Of(r.End)))))));
}
