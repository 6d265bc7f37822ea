using Pharos.Rego.Partial;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>Translates what remains of a query into conditions on the rows of a database, whose fields are <c>input.TABLE.COLUMN</c>.</summary>
public static class DataFilter
{
    /// <summary>
    /// Translates for one target. Everything that it cannot express is reported; other targets can be named whose limits hold as well, so that
    /// one policy gives the same rows everywhere.
    /// </summary>
    public static FilterOutcome Translate(
        PartialOutcome.Residual residual, FilterTarget target, FilterMapping? mapping = null, IReadOnlyList<FilterTarget>? alsoFor = null)
    {
        if (residual.Queries.Count == 0)
        {
            return new FilterOutcome.DenyAll();
        }

        if (residual.Queries.Any(q => q.Conditions.Count == 0))
        {
            return new FilterOutcome.AllowAll();
        }

        var translation = new FilterTranslation(residual, [.. (alsoFor ?? []).Append(target).Distinct()], mapping ?? FilterMapping.None);
        var parts = residual.Queries.Select(q => translation.Query(q)).ToList();
        if (translation.Problems.Count > 0)
        {
            return new FilterOutcome.Rejected(translation.Problems);
        }

        var node = FilterNode.Of("or", parts);
        if (!target.IsSql)
        {
            return new FilterOutcome.Where(UcastWriter.Write(node));
        }

        var text = new SqlWriter(target).Write(node, out var problem);
        return problem is null
            ? new FilterOutcome.Where(RegoString.Of("WHERE " + text))
            : new FilterOutcome.Rejected([new RegoDiagnostic(FilterTranslation.Code, problem, "", 0, 0)]);
    }
}
