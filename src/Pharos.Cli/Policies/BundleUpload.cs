using Pharos.Rego.Bundles;

namespace Pharos.Cli.Policies;

/// <summary>What is sent to the server: an archive as it is, a folder packed first.</summary>
internal static class BundleUpload
{
    /// <summary>The bytes of an archive, or the problem that a folder has.</summary>
    public static (byte[]? Archive, BundleProblem? Problem) Read(string path)
    {
        if (File.Exists(path))
        {
            return (File.ReadAllBytes(path), null);
        }

        return BundleInput.Files(path, []) switch
        {
            BundleFilesOutcome.Collected collected => (BundleArchive.Write(collected.Files), null),
            BundleFilesOutcome.Refused refused => (null, refused.Problem),
            _ => throw new InvalidOperationException("An outcome without a case."),
        };
    }
}
