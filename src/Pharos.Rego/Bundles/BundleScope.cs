using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Holds a bundle to the roots it claims, so that it can never change what another one owns.</summary>
internal static class BundleScope
{
    public static void Check(BundleManifest manifest, IReadOnlyList<RegoModule> modules, RegoObject data, List<BundleProblem> problems)
    {
        var roots = $"[{string.Join(", ", manifest.Roots.Select(root => $"\"{root}\""))}]";
        foreach (var module in modules)
        {
            if (PackageOf(module) is { } package && !BundleRoots.Hold(manifest.Roots, package))
            {
                problems.Add(new BundleProblem("bundle.roots", $"The manifest's roots {roots} do not permit the package {string.Join('.', package)}.", module.Id));
            }
        }

        foreach (var path in Outside(data, manifest.Roots, []))
        {
            problems.Add(new BundleProblem("bundle.roots", $"The manifest's roots {roots} do not permit data at /{path}. Is the file in the right folder?"));
        }
    }

    /// <summary>The package of a module; null where it does not parse, which is reported elsewhere.</summary>
    public static IReadOnlyList<string>? PackageOf(RegoModule module) => Parser.ParseModule(module).Module?.Package;

    private static IEnumerable<string> Outside(RegoObject tree, IReadOnlyList<string> roots, IReadOnlyList<string> at)
    {
        if (BundleRoots.Hold(roots, at))
        {
            yield break;
        }

        foreach (var (key, value) in tree)
        {
            IReadOnlyList<string> path = [.. at, key is RegoString name ? name.Value : key.ToJson()];
            if (BundleRoots.Hold(roots, path))
            {
                continue;
            }

            if (value is RegoObject inner && BundleRoots.LeadTo(roots, path))
            {
                foreach (var deeper in Outside(inner, roots, path))
                {
                    yield return deeper;
                }
            }
            else
            {
                yield return string.Join('/', path);
            }
        }
    }
}
