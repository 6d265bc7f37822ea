using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Opa;

/// <summary>The query parameters that Open Policy Agent's clients send. A switch is on when it stands alone (<c>?pretty</c>) or says true.</summary>
/// <param name="IsPretty">Indent the answer.</param>
/// <param name="WithMetrics">Answer how long each step took.</param>
/// <param name="WithInstrumentation">Asked for figures of the evaluator; answered with the metrics.</param>
/// <param name="WithProvenance">Answer what answered.</param>
/// <param name="HasStrictErrors">Fail on errors of builtins.</param>
/// <param name="Explain">How much of the evaluation to tell: notes, fails, full or debug; null for none.</param>
internal sealed record OpaParameters(bool IsPretty, bool WithMetrics, bool WithInstrumentation, bool WithProvenance, bool HasStrictErrors, string? Explain)
{
    private static readonly string[] Explanations = ["notes", "fails", "full", "debug"];

    public static OpaParameters Of(HttpContext context)
    {
        var query = context.Request.Query;
        return new OpaParameters(
            IsOn(query, "pretty"),
            IsOn(query, "metrics"),
            IsOn(query, "instrument"),
            IsOn(query, "provenance"),
            IsOn(query, "strict-builtin-errors"),
            query["explain"].FirstOrDefault(value => Explanations.Contains(value, StringComparer.Ordinal)));
    }

    /// <summary>Whether a switch is on.</summary>
    public static bool IsOn(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && (values is [""] || values.Any(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase)));
}
