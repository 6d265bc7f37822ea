namespace Pharos.Rego.Tests;

/// <summary>Where the public corpora are: named by the environment, else beside the repository.</summary>
internal static class Corpora
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PHAROS_CORPORA") ?? BesideRepository();

    private static string BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pharos.slnx")))
        {
            folder = folder.Parent;
        }

        return folder is null ? "" : Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
    }
}
