using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>Notes which expressions were evaluated and which rules held, over any number of evaluations one after the other.</summary>
public sealed class CoverageTrace : Tracer
{
    private readonly Dictionary<string, HashSet<int>> _covered = new(StringComparer.Ordinal);

    /// <summary>What was covered of a program's modules, and what was not.</summary>
    public CoverageReport Report(RegoProgram program) => CoverageReport.Of(program.Rules.Modules, _covered);

    internal override void On(
        TraceOperation operation, TracePoint point, int query, int parent, IReadOnlyList<KeyValuePair<string, RegoValue>> locals, string message, string? subject)
    {
        if (point.Location.File is { } file && ((operation == TraceOperation.Eval && point.Kind == "expr") || (operation == TraceOperation.Exit && point.Kind == "rule")))
        {
            if (!_covered.TryGetValue(file, out var rows))
            {
                _covered.Add(file, rows = []);
            }

            rows.Add(point.Location.Row);
        }
    }
}
