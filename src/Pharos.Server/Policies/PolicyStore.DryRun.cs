using Pharos.Policies;
using Pharos.Rego.Bundles;

namespace Pharos.Server.Policies;

/// <content>What would decide after a change, without making it.</content>
internal sealed partial class PolicyStore
{
    /// <summary>What would decide if a bundle were activated in the place of the one of its name; for a dry run.</summary>
    public (PolicyBundle? Candidate, IReadOnlyList<BundleProblem> Problems) Candidate(ActiveBundle bundle, CancellationToken cancellationToken)
    {
        var (sources, problems) = _files.Compose([.. _bundles.Where(other => other.Name != bundle.Name), bundle]);
        return sources is null ? (null, problems) : _validation.Examine(sources, tested: null, cancellationToken);
    }

    /// <summary>What would decide if a module were written; for a dry run.</summary>
    public (PolicyBundle? Candidate, IReadOnlyList<BundleProblem> Problems) Candidate(PolicyId id, string source, CancellationToken cancellationToken)
    {
        var (sources, problems) = _files.ComposeWith(_bundles, id, source);
        return sources is null ? (null, problems) : _validation.Examine(sources, tested: null, cancellationToken);
    }
}
