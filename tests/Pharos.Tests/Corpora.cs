namespace Pharos.Tests;

/// <summary>Where the public corpora are: named by the environment, else beside the repository.</summary>
internal static class Corpora
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PHAROS_CORPORA") ?? Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "data"));

    /// <summary>A file of the corpora; the test is skipped with the reason where it is absent.</summary>
    public static string FileOrSkip(string name)
    {
        var path = Path.Combine(Folder, name);
        Assert.SkipUnless(File.Exists(path), $"The corpus {name} is not at hand; PHAROS_CORPORA names its folder.");
        return path;
    }
}
