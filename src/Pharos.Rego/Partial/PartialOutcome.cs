namespace Pharos.Rego;

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
    public sealed record Residual(IReadOnlyList<PartialQuery> Queries, IReadOnlyList<RegoModule> Support) : PartialOutcome;

    /// <summary>The query or an unknown does not compile.</summary>
    public sealed record Rejected(IReadOnlyList<RegoDiagnostic> Diagnostics) : PartialOutcome;

    /// <summary>The evaluation ended with an error or at a limit.</summary>
    public sealed record Failed(string Code, string Message) : PartialOutcome;
}
