namespace Pharos.Tests;

/// <summary>Finds the repository from wherever the tests were built to.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // Built artefacts may lie outside the repository, so the source file's own folder is tried as well.
        foreach (var start in new[] { AppContext.BaseDirectory, SourceFolder() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "Pharos.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("Pharos.slnx was not found above the tests.");
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;
}
