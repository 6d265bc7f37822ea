namespace Pharos.Rego.Bundles;

/// <summary>What came of reading a bundle.</summary>
public abstract record BundleOutcome
{
    private BundleOutcome()
    {
    }

    /// <summary>It was read.</summary>
    /// <param name="Bundle">The bundle.</param>
    public sealed record Read(Bundle Bundle) : BundleOutcome;

    /// <summary>It is refused.</summary>
    /// <param name="Problems">Everything that is wrong.</param>
    public sealed record Refused(IReadOnlyList<BundleProblem> Problems) : BundleOutcome;
}
