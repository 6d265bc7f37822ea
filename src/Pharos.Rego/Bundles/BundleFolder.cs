namespace Pharos.Rego.Bundles;

/// <summary>A folder laid out as a bundle.</summary>
public static class BundleFolder
{
    private static readonly EnumerationOptions Entries = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>
    /// Collects the files that mean something in a bundle. Links are not followed: they would pack what stands elsewhere. Names that start with a dot are left out but
    /// for the bundle's own.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="ignore">Patterns of names or paths to leave out, as <c>*_test.rego</c>.</param>
    /// <param name="limits">Bounds.</param>
    public static BundleFilesOutcome Read(string folder, IReadOnlyList<string> ignore, BundleLimits limits)
    {
        var files = new BundleFiles();
        var seen = 0;
        var open = new Stack<(DirectoryInfo Folder, string Path)>([(new DirectoryInfo(folder), "")]);
        while (open.TryPop(out var next))
        {
            foreach (var item in next.Folder.EnumerateFileSystemInfos("*", Entries))
            {
                if (++seen > limits.Entries)
                {
                    return Refuse("bundle.entries", $"{folder} has more than {limits.Entries} entries.");
                }

                var path = next.Path + item.Name;
                if (item.LinkTarget is not null || IsHidden(item.Name) || ignore.Any(pattern => FilePattern.IsMatch(pattern, item.Name) || FilePattern.IsMatch(pattern, path)))
                {
                    continue;
                }

                if (item is DirectoryInfo inner)
                {
                    open.Push((inner, path + "/"));
                }
                else if (IsMeant(item.Name) && Add(files, (FileInfo)item, path, limits) is { } problem)
                {
                    return new BundleFilesOutcome.Refused(problem);
                }
            }
        }

        return new BundleFilesOutcome.Collected(files);
    }

    private static BundleProblem? Add(BundleFiles files, FileInfo file, string written, BundleLimits limits)
    {
        var (path, problem) = BundlePath.Normalise(written, limits);
        if (problem is not null)
        {
            return problem;
        }

        if (file.Length > limits.FileBytes || files.Bytes + file.Length > limits.TotalBytes)
        {
            return new BundleProblem("bundle.file-size", $"{file.FullName} has {file.Length} bytes: a file of a bundle has at most {limits.FileBytes}, all together {limits.TotalBytes}.", path);
        }

        files.TryAdd(new BundleFile(path, File.ReadAllBytes(file.FullName)));
        return null;
    }

    private static bool IsHidden(string name) => name[0] == '.' && name is not (BundleFileNames.Manifest or BundleFileNames.Signatures);

    private static bool IsMeant(string name) =>
        name is BundleFileNames.Manifest or BundleFileNames.Signatures or BundleFileNames.Data or BundleFileNames.YamlData or BundleFileNames.ShortYamlData or BundleFileNames.Patch
        || name.EndsWith(BundleFileNames.Module, StringComparison.Ordinal);

    private static BundleFilesOutcome.Refused Refuse(string code, string message) => new(new BundleProblem(code, message));
}
