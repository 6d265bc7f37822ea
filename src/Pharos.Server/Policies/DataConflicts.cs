using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>Finds documents that both a rule and the data would define: which of them a policy means nobody could tell.</summary>
internal static class DataConflicts
{
    /// <summary>The paths of rules where, or above which, the data already has something that is not an object of further documents.</summary>
    public static IEnumerable<string> Of(RegoProgram program, RegoObject data) =>
        program.RulePaths.Where(path => IsTaken(data, path)).Select(path => string.Join('/', path)).Distinct(StringComparer.Ordinal);

    private static bool IsTaken(RegoObject data, IReadOnlyList<string> path)
    {
        RegoValue at = data;
        foreach (var part in path)
        {
            if (at is not RegoObject document)
            {
                return true;
            }

            if (!document.TryGet(part, out var inner))
            {
                return false;
            }

            at = inner;
        }

        return true;
    }
}
