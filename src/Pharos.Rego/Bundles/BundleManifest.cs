using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>What a bundle says about itself.</summary>
public sealed record BundleManifest
{
    /// <summary>The manifest of a bundle that has none.</summary>
    public static BundleManifest Empty { get; } = new();

    /// <summary>The author's name for this state of the bundle, such as a commit.</summary>
    /// <value>The default value is empty.</value>
    public string Revision { get; init; } = "";

    /// <summary>The parts of <c>data</c> that the bundle owns.</summary>
    /// <value>The default value is everything.</value>
    public IReadOnlyList<string> Roots { get; init; } = BundleRoots.Everything;

    /// <summary>The dialect of all modules; null where the manifest does not say.</summary>
    public RegoVersion? RegoVersion { get; init; }

    /// <summary>The dialect of single files, by patterns of their paths (with a slash in front).</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyDictionary<string, RegoVersion> FileRegoVersions { get; init; } = new SortedDictionary<string, RegoVersion>(StringComparer.Ordinal);

    /// <summary>Anything else the author wants to say.</summary>
    /// <value>The default value is null: nothing.</value>
    public RegoObject? Metadata { get; init; }

    /// <summary>The entry points of WebAssembly modules, which are kept and never run.</summary>
    /// <value>The default value is null: none.</value>
    public RegoArray? Wasm { get; init; }

    /// <summary>The manifest as it stands in a bundle.</summary>
    public RegoObject ToDocument()
    {
        var document = new RegoObject.Builder();
        document.Set(RegoString.Of("revision"), RegoString.Of(Revision));
        document.Set(RegoString.Of("roots"), RegoArray.From([.. Roots.Select(root => (RegoValue)RegoString.Of(root))]));
        if (Wasm is not null)
        {
            document.Set(RegoString.Of("wasm"), Wasm);
        }

        if (RegoVersion is { } version)
        {
            document.Set(RegoString.Of("rego_version"), NumberOf(version));
        }

        if (FileRegoVersions.Count > 0)
        {
            document.Set(RegoString.Of("file_rego_versions"), RegoObject.Of([.. FileRegoVersions.Select(file => (file.Key, (RegoValue)NumberOf(file.Value)))]));
        }

        if (Metadata is not null)
        {
            document.Set(RegoString.Of("metadata"), Metadata);
        }

        return document.Build();
    }

    /// <summary>The dialect of a file: the first pattern in sorted order that matches its path, or that of all modules; null where neither says.</summary>
    public RegoVersion? VersionOf(string path)
    {
        foreach (var (pattern, version) in FileRegoVersions.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (ManifestGlob.IsMatch(pattern, "/" + path))
            {
                return version;
            }
        }

        return RegoVersion;
    }

    private static RegoNumber NumberOf(RegoVersion version) => RegoNumber.Of(version == Rego.RegoVersion.V0 ? 0 : 1);
}
