using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Makes the files of a bundle: all data in one <c>data.json</c>, modules as they are.</summary>
public static class BundleWriter
{
    /// <summary>The files, without a signature.</summary>
    public static BundleFiles Files(Bundle bundle)
    {
        var files = new BundleFiles();
        files.TryAdd(Document(BundleFileNames.Manifest, bundle.Manifest.ToDocument()));
        if (bundle.Patch is { } patch)
        {
            files.TryAdd(Document(BundleFileNames.Patch, PatchDocument(patch)));
            return files;
        }

        files.TryAdd(Document(BundleFileNames.Data, bundle.Data));
        foreach (var module in bundle.Modules)
        {
            if (!files.TryAdd(new BundleFile(module.Id, Encoding.UTF8.GetBytes(module.Source))))
            {
                throw new ArgumentException($"Two modules of the bundle have the path {module.Id}.", nameof(bundle));
            }
        }

        return files;
    }

    private static RegoObject PatchDocument(BundlePatch patch) => RegoObject.Of(("data", RegoArray.From(patch.Operations.Select(operation =>
    {
        var path = string.Concat(operation.Path.Select(part => "/" + part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
        var written = new RegoObject.Builder();
        written.Set("op", RegoString.Of(operation.Kind.ToString().ToLowerInvariant()));
        written.Set("path", RegoString.Of(path));
        if (operation.Value is not null)
        {
            written.Set("value", operation.Value);
        }

        return (RegoValue)written.Build();
    }))));

    private static BundleFile Document(string path, RegoObject document) => new(path, Encoding.UTF8.GetBytes(document.ToJson()));
}
