using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>What translating what remains of a query into a data filter came to.</summary>
public abstract record FilterOutcome
{
    private FilterOutcome()
    {
    }

    /// <summary>No row passes: a result without a query.</summary>
    public sealed record DenyAll : FilterOutcome;

    /// <summary>Every row passes: an empty text as query.</summary>
    public sealed record AllowAll : FilterOutcome;

    /// <summary>The rows that pass: a text that starts with <c>WHERE</c>, or a UCAST document.</summary>
    public sealed record Where(RegoValue Query) : FilterOutcome;

    /// <summary>What the target cannot express, each with the code <c>pe_fragment_error</c>.</summary>
    public sealed record Rejected(IReadOnlyList<RegoDiagnostic> Diagnostics) : FilterOutcome;

    /// <summary>The <c>result</c> in OPA's form; null where it was rejected.</summary>
    public RegoObject? ToJson()
    {
        var json = new RegoObject.Builder();
        switch (this)
        {
            case AllowAll:
                json.Set("query", RegoString.Of(""));
                break;
            case Where where:
                json.Set("query", where.Query);
                break;
            case Rejected:
                return null;
            default:
                break;
        }

        return json.Build();
    }
}
