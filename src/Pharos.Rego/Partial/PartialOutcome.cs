using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>What evaluating a query in part came to.</summary>
public abstract record PartialOutcome
{
    private PartialOutcome()
    {
    }

    /// <summary>
    /// The query holds where one of these holds, together with the support modules: an empty one always holds, and where there is none the query
    /// never holds. Support modules stand beside the program's own modules.
    /// </summary>
    public sealed record Residual(IReadOnlyList<PartialQuery> Queries, IReadOnlyList<RegoModule> Support) : PartialOutcome
    {
        /// <summary>The result in OPA's form: <c>queries</c> and <c>support</c> as syntax trees, each absent where there is none.</summary>
        public RegoObject ToJson()
        {
            var json = new RegoObject.Builder();
            if (Queries.Count > 0)
            {
                json.Set("queries", RegoArray.From(Queries.Select(q => q.ToJson())));
            }

            if (Support.Count > 0)
            {
                json.Set("support", RegoArray.From(Support.Select(m => AstJson.Of(Parser.ParseModule(m).Module!))));
            }

            return json.Build();
        }
    }

    /// <summary>The query or an unknown does not compile.</summary>
    public sealed record Rejected(IReadOnlyList<RegoDiagnostic> Diagnostics) : PartialOutcome;

    /// <summary>The evaluation ended with an error or at a limit.</summary>
    public sealed record Failed(string Code, string Message) : PartialOutcome;
}
