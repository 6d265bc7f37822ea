namespace Pharos.Rego.Bundles;

/// <summary>What came of collecting the files of a bundle.</summary>
public abstract record BundleFilesOutcome
{
    private BundleFilesOutcome()
    {
    }

    /// <summary>The files are there.</summary>
    /// <param name="Files">The files.</param>
    public sealed record Collected(BundleFiles Files) : BundleFilesOutcome;

    /// <summary>The archive or folder is refused.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Refused(BundleProblem Problem) : BundleFilesOutcome;
}
