namespace Pharos.Agents;

/// <summary>
/// Names under which Pharos itself acts in the record and asks for tasks, and those that mean the caller on the wire. Whoever held a token under one of them could take back what
/// the house asked for, and would look like it.
/// </summary>
public static class ReservedSubjects
{
    /// <summary>What the names of configured bundles begin with, as events name them.</summary>
    private const string BundlePrefix = "bundle:";

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "anonymous", "archive", "checkpoints", "collaboration", "consensus", "degradation", "elicitation", "experts", "health", "import", "me", "pharos", "policies", "review", "server", "tasks",
    };

    /// <summary>Whether nobody may hold a token under a name. Upper and lower case are the same here: who reads a list does not tell them apart.</summary>
    public static bool Contains(string subject) => Names.Contains(subject) || subject.StartsWith(BundlePrefix, StringComparison.OrdinalIgnoreCase);
}
