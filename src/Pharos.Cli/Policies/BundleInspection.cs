using Pharos.Rego;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>What is in a bundle, as the document that <c>opa inspect</c> writes.</summary>
internal static class BundleInspection
{
    /// <summary>Makes the document.</summary>
    public static RegoObject Of(BundleFiles files, Bundle bundle, bool withAnnotations)
    {
        var document = new RegoObject.Builder();
        document.Set("manifest", bundle.Manifest.ToDocument());
        document.Set("namespaces", Namespaces(files, bundle));
        if (bundle.Signature is { } signature)
        {
            document.Set("signatures_config", RegoObject.Of(
                ("keyid", signature.KeyId is { } id ? RegoString.Of(id) : RegoNull.Instance),
                ("algorithm", RegoString.Of(signature.Algorithm)),
                ("scope", RegoString.Of(signature.Scope)),
                ("files", RegoArray.From(signature.Files.Select(file => (RegoValue)RegoString.Of(file.Name))))));
        }

        if (withAnnotations)
        {
            document.Set("annotations", RegoArray.From(bundle.Modules.SelectMany(Annotations)));
        }

        if (bundle.Patch is { } patch)
        {
            document.Set("patch", RegoNumber.Of(patch.Operations.Count));
        }

        document.Set("notes", RegoArray.From(bundle.Notes.Select(note => (RegoValue)RegoString.Of(note))));
        return document.Build();
    }

    private static RegoObject Namespaces(BundleFiles files, Bundle bundle)
    {
        var namespaces = new SortedDictionary<string, List<RegoValue>>(StringComparer.Ordinal);
        foreach (var module in bundle.Modules)
        {
            Add(string.Join('.', (BundlePackage.Of(module) ?? []).Prepend("data")), module.Id);
        }

        foreach (var file in files.All.Where(file => file.Name is BundleFileNames.Data or BundleFileNames.YamlData or BundleFileNames.ShortYamlData))
        {
            Add(string.Join('.', file.Path[..^file.Name.Length].Split('/', StringSplitOptions.RemoveEmptyEntries).Prepend("data")), file.Path);
        }

        return RegoObject.Of([.. namespaces.Select(entry => (entry.Key, (RegoValue)RegoArray.From(entry.Value)))]);

        void Add(string name, string path)
        {
            if (!namespaces.TryGetValue(name, out var list))
            {
                namespaces[name] = list = [];
            }

            list.Add(RegoString.Of(path));
        }
    }

    private static IEnumerable<RegoValue> Annotations(RegoModule module) =>
        RegoAst.Parse(module).Tree is { } tree && tree.TryGet("annotations", out var list) && list is RegoArray annotations
            ? annotations.Select(annotation => (RegoValue)RegoObject.Of(("file", RegoString.Of(module.Id)), ("annotations", annotation)))
            : [];
}
