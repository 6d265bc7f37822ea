using Pharos.Events;
using Pharos.Policies;

namespace Pharos.Server.Policies;

/// <summary>What decides when a server starts.</summary>
/// <param name="Library">The first policies.</param>
/// <param name="Bundles">The bundles that were active before and still belong.</param>
/// <param name="Pinned">The version that was rolled back to, or null.</param>
/// <param name="Refusal">Why the layers on disk do not decide; empty when they do.</param>
internal sealed record PolicyOpening(PolicyLibrary Library, IReadOnlyList<ActiveBundle> Bundles, string? Pinned, IReadOnlyList<string> Refusal)
{
    /// <summary>Reads files and log.</summary>
    /// <exception cref="ServerStartException">Nothing can decide.</exception>
    public static async Task<PolicyOpening> ReadAsync(PolicyFiles files, IReadOnlyList<string> configured, PolicyRecords records, CancellationToken cancellationToken)
    {
        var history = records.History;
        var recorded = await records.BundlesAsync(cancellationToken);
        IReadOnlyList<ActiveBundle> bundles = [.. recorded.Where(bundle => !bundle.Origin.IsConfigured || configured.Contains(bundle.Name, StringComparer.Ordinal))];
        IReadOnlyList<string> refusal = [];
        if (history is { Pinned: { } pinned, Latest: { } latest })
        {
            if (await CompileAsync(records, latest, cancellationToken) is { } library)
            {
                return new PolicyOpening(library, bundles, pinned, []);
            }

            refusal = [$"The version {pinned} that was rolled back to can no longer be read from the log; the policies on disk decide."];
        }

        var (fromDisk, problems) = Compile(files, bundles);
        if (fromDisk is not null)
        {
            return new PolicyOpening(fromDisk, bundles, null, refusal);
        }

        // With bundles the newest version is whole in the log, so a base folder that no longer fits them need not stop the gate.
        return bundles.Count > 0 && history.Latest is { } last && await CompileAsync(records, last, cancellationToken) is { } known
            ? new PolicyOpening(known, bundles, null, problems)
            : throw new ServerStartException("policy.invalid", $"The policies do not compile:\n{string.Join('\n', problems)}");
    }

    private static (PolicyLibrary? Library, IReadOnlyList<string> Problems) Compile(PolicyFiles files, IReadOnlyList<ActiveBundle> bundles)
    {
        try
        {
            var (sources, problems) = files.Compose(bundles);
            if (sources is null)
            {
                return (null, [.. problems.Select(problem => problem.ToString())]);
            }

            var (library, outcome) = PolicyLibrary.Create(sources);
            return (library, outcome is ActivateOutcome.Refused refused ? [.. refused.Diagnostics.Select(diagnostic => diagnostic.ToString())] : []);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ServerStartException("policy.unreadable", $"The policies cannot be read: {problem.Message}", problem);
        }
    }

    private static async Task<PolicyLibrary?> CompileAsync(PolicyRecords records, PolicyActivation activation, CancellationToken cancellationToken) =>
        await records.SourcesAsync(activation.Position, cancellationToken) is { } sources ? PolicyLibrary.Create(sources).Library : null;
}
