using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>What the evaluation of the expressions of one place cost.</summary>
/// <param name="File">The module; empty for the query.</param>
/// <param name="Row">The row.</param>
/// <param name="Column">The column.</param>
/// <param name="Text">The first expression there, as Rego.</param>
/// <param name="Time">The time spent in it, that of the rules it uses not counted.</param>
/// <param name="Evaluations">How often it was evaluated.</param>
/// <param name="Redos">How often it was looked at for further ways to hold.</param>
public sealed record ProfiledExpression(string File, int Row, int Column, string Text, TimeSpan Time, long Evaluations, long Redos)
{
    /// <summary>The entry in OPA's form.</summary>
    public RegoObject ToJson() => AstJson.Fields(
        ("total_time_ns", RegoNumber.Of((long)Time.TotalNanoseconds)),
        ("num_eval", RegoNumber.Of(Evaluations)),
        ("num_redo", RegoNumber.Of(Redos)),
        ("num_gen_expr", RegoNumber.Of(1)),
        ("location", AstJson.Fields(("file", RegoString.Of(File)), ("row", RegoNumber.Of(Row)), ("col", RegoNumber.Of(Column)))));
}
