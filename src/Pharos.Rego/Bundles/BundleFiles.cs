using System.Diagnostics.CodeAnalysis;

namespace Pharos.Rego.Bundles;

/// <summary>The files of a bundle before anybody has read into them, sorted by path, each path once.</summary>
public sealed class BundleFiles
{
    private readonly SortedDictionary<string, BundleFile> _files = new(StringComparer.Ordinal);

    /// <summary>The files in the order of their paths.</summary>
    public IReadOnlyCollection<BundleFile> All => _files.Values;

    /// <summary>The sum of their sizes in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a file.</summary>
    /// <returns>False when the path is there already: which of two files counts must never be a matter of luck.</returns>
    public bool TryAdd(BundleFile file)
    {
        if (!_files.TryAdd(file.Path, file))
        {
            return false;
        }

        Bytes += file.Content.Length;
        return true;
    }

    /// <summary>The file at a path.</summary>
    public bool TryGet(string path, [NotNullWhen(true)] out BundleFile? file) => _files.TryGetValue(path, out file);
}
