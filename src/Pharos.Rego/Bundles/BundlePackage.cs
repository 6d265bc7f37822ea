namespace Pharos.Rego.Bundles;

/// <summary>Says which package a module belongs to.</summary>
public static class BundlePackage
{
    /// <summary>The parts of the package behind <c>data</c>; null where the module does not parse.</summary>
    public static IReadOnlyList<string>? Of(RegoModule module) => BundleScope.PackageOf(module);
}
