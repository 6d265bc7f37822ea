using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Makes one bundle of several that own different parts of <c>data</c>.</summary>
public static class BundleMerge
{
    /// <summary>Merges bundles. The result has no revision, the roots of all, and version 1 of the language but for the files that say otherwise.</summary>
    public static BundleOutcome Merge(IReadOnlyList<(string Name, Bundle Bundle)> bundles)
    {
        if (bundles is [var single])
        {
            return new BundleOutcome.Read(single.Bundle);
        }

        var problems = new List<BundleProblem>(BundleRoots.Overlaps([.. bundles.Select(bundle => (bundle.Name, bundle.Bundle.Manifest.Roots))]));
        var modules = new Dictionary<string, RegoModule>(StringComparer.Ordinal);
        var versions = new SortedDictionary<string, RegoVersion>(StringComparer.Ordinal);
        var data = RegoObject.Empty;
        foreach (var (name, bundle) in bundles)
        {
            if (bundle.Patch is not null)
            {
                problems.Add(new BundleProblem("bundle.delta", $"\"{name}\" is a delta bundle; it can only be applied to an activated one, not merged."));
            }

            foreach (var module in bundle.Modules)
            {
                if (!modules.TryAdd(module.Id, module))
                {
                    problems.Add(new BundleProblem("bundle.duplicate", $"Two bundles hold the file {module.Id}; move one of them.", module.Id));
                }

                if (module.Version == RegoVersion.V0)
                {
                    versions["/" + module.Id] = RegoVersion.V0;
                }
            }

            data = DataTree.Merge(data, bundle.Data, path => problems.Add(new BundleProblem("bundle.data", $"\"{name}\" has a value at {path}, where another bundle has one.")));
        }

        return problems.Count > 0 ? new BundleOutcome.Refused(problems) : new BundleOutcome.Read(new Bundle
        {
            Manifest = new BundleManifest
            {
                Roots = [.. bundles.SelectMany(bundle => bundle.Bundle.Manifest.Roots)],
                RegoVersion = RegoVersion.V1,
                FileRegoVersions = versions,
            },
            Modules = [.. modules.Values],
            Data = data,
            Notes = [.. bundles.SelectMany(bundle => bundle.Bundle.Notes)],
        });
    }
}
