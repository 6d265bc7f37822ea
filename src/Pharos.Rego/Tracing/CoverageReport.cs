using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>The rows of modules that were evaluated, and those that were not.</summary>
/// <param name="Files">By module, in the order of their names.</param>
public sealed record CoverageReport(IReadOnlyDictionary<string, FileCoverage> Files)
{
    /// <summary>The rows that were evaluated.</summary>
    public int CoveredLines => Files.Values.Sum(f => f.CoveredLines);

    /// <summary>The rows that were not.</summary>
    public int NotCoveredLines => Files.Values.Sum(f => f.NotCoveredLines);

    /// <summary>The share of rows that were evaluated, in percent; 0 where there are none.</summary>
    public double Coverage => FileCoverage.Percent(CoveredLines, NotCoveredLines);

    /// <summary>The report in OPA's form.</summary>
    public RegoObject ToJson()
    {
        var files = new RegoObject.Builder();
        foreach (var (name, file) in Files)
        {
            files.Set(name, file.ToJson());
        }

        return AstJson.Fields(
            ("files", files.Build()),
            ("covered_lines", RegoNumber.Of(CoveredLines)),
            ("not_covered_lines", RegoNumber.Of(NotCoveredLines)),
            ("coverage", FileCoverage.Number(Coverage)));
    }

    internal static CoverageReport Of(IReadOnlyList<Module> modules, Dictionary<string, HashSet<int>> covered)
    {
        var files = new SortedDictionary<string, FileCoverage>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            var found = covered.GetValueOrDefault(module.File) ?? [];
            var rows = new HashSet<int>();
            foreach (var rule in module.Rules)
            {
                CoverableRows.Add(rule, rows);
            }

            files[module.File] = new FileCoverage(SourceRange.Of(found), SourceRange.Of(rows.Except(found)));
        }

        return new CoverageReport(files);
    }
}
