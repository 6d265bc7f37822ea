using Pharos.Rego.Bundles;

namespace Pharos.Policies;

/// <summary>Where policies come from, the later winning: the base folder, bundles that each own their roots, and single modules that were written.</summary>
/// <param name="Base">The base folder.</param>
/// <param name="Bundles">The activated bundles.</param>
/// <param name="Written">What was written through the server.</param>
public sealed record PolicyLayers(PolicySources Base, IReadOnlyList<ActiveBundle> Bundles, PolicySources Written)
{
    /// <summary>Makes one set of policies of all layers, or says which bundles claim the same part.</summary>
    public (PolicySources? Sources, IReadOnlyList<BundleProblem> Problems) Compose()
    {
        var overlaps = BundleRoots.Overlaps([.. Bundles.Select(bundle => (bundle.Name, bundle.Roots))]);
        if (overlaps.Count > 0)
        {
            return (null, overlaps);
        }

        IReadOnlyList<string> roots = [.. Bundles.SelectMany(bundle => bundle.Roots)];
        var replaced = Written.Modules.Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
        var below = Bundles.Count == 0 ? Base.Modules : Base.Modules.Where(module => BundlePackage.Of(module) is not { } package || !BundleRoots.Hold(roots, package));
        var data = Bundles.Aggregate(DataTree.Without(Base.Data, roots), (merged, bundle) => DataTree.Overlay(merged, bundle.Sources.Data));
        return (
            new PolicySources(
                [.. below.Concat(Bundles.SelectMany(bundle => bundle.Deciding)).Where(module => !replaced.Contains(module.Id)), .. Written.Modules],
                DataTree.Overlay(data, Written.Data)),
            []);
    }
}
