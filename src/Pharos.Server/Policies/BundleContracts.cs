using Pharos.Policies;
using Pharos.Rego.Bundles;

namespace Pharos.Server.Policies;

/// <summary>What decides now.</summary>
/// <param name="Version">The version that stands in every answer.</param>
/// <param name="Pinned">The version that was rolled back to; null when the layers decide.</param>
/// <param name="Refusal">Why what is on disk does not decide; empty when it does.</param>
/// <param name="Bundles">The activated bundles.</param>
/// <param name="Configured">How it stands with the configured ones.</param>
internal sealed record PoliciesContract(string Version, string? Pinned, IReadOnlyList<string> Refusal, IReadOnlyList<BundleContract> Bundles, IReadOnlyList<BundleStatusContract> Configured);

/// <summary>An activated bundle.</summary>
internal sealed record BundleContract(string Name, string Revision, IReadOnlyList<string> Roots, string Digest, string Origin, string? Place, string? KeyId)
{
    public static BundleContract Of(ActiveBundle bundle) => new(bundle.Name, bundle.Revision, bundle.Roots, bundle.Digest, bundle.Origin.Kind, bundle.Origin.Place, bundle.KeyId);

    public static BundleContract Of(RecordedBundle bundle) => new(bundle.Name, bundle.Revision, bundle.Roots, bundle.Digest, bundle.Origin.Kind, bundle.Origin.Place, bundle.KeyId);
}

/// <summary>How it stands with a configured bundle.</summary>
internal sealed record BundleStatusContract(
    string Name,
    string? ActiveRevision,
    DateTimeOffset? LastRequest,
    DateTimeOffset? LastSuccessfulRequest,
    DateTimeOffset? LastSuccessfulDownload,
    DateTimeOffset? LastSuccessfulActivation,
    string? Code,
    string? Message,
    IReadOnlyList<BundleProblemContract> Problems)
{
    public static BundleStatusContract Of(BundleStatus status) => new(
        status.Name,
        status.ActiveRevision,
        status.LastRequest,
        status.LastSuccessfulRequest,
        status.LastSuccessfulDownload,
        status.LastSuccessfulActivation,
        status.Code,
        status.Message,
        [.. status.Problems.Select(BundleProblemContract.Of)]);
}

/// <summary>One thing that is wrong with policies, and where.</summary>
internal sealed record BundleProblemContract(string Code, string Message, string? File, int Row, int Column)
{
    public static BundleProblemContract Of(BundleProblem problem) => new(problem.Code, problem.Message, problem.File, problem.Row, problem.Column);
}

/// <summary>What an activation or a roll-back did.</summary>
/// <param name="Version">The version that decides now.</param>
/// <param name="Previous">The version before.</param>
/// <param name="IsNew">False when nothing changed.</param>
/// <param name="Bundle">The bundle that was activated; null for a roll-back.</param>
/// <param name="Notes">What a person should know though it is no error.</param>
internal sealed record ActivatedContract(string Version, string Previous, bool IsNew, BundleContract? Bundle, IReadOnlyList<string> Notes);

/// <summary>A wish to roll back.</summary>
/// <param name="Version">The version, or its first digits; null for the one before. </param>
/// <param name="Release">Let the folders and bundles decide again instead.</param>
internal sealed record RollbackContract(string? Version = null, bool Release = false);

/// <summary>The activations, newest first.</summary>
internal sealed record PolicyHistoryContract(IReadOnlyList<PolicyActivationContract> Activations);

/// <summary>One activation.</summary>
internal sealed record PolicyActivationContract(string Version, long Position, DateTimeOffset At, string By, string Reason, IReadOnlyList<BundleContract> Bundles)
{
    public static PolicyActivationContract Of(PolicyActivation activation) =>
        new(activation.Version, activation.Position.Value, activation.At, activation.By.Id, activation.Reason, [.. activation.Bundles.Select(BundleContract.Of)]);
}
