namespace Pharos.Rego.Bundles;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Where it stands in the bundle: parts separated by <c>/</c>, without one in front.</param>
/// <param name="Content">Its bytes.</param>
public sealed record BundleFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a signature covers the meaning of the file (its JSON in canonical form) rather than its bytes.</summary>
    public bool IsStructured => Name is BundleFileNames.Data or BundleFileNames.YamlData or BundleFileNames.Manifest;
}
