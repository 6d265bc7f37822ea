using Pharos.Rego.Bundles;

namespace Pharos.Policies;

/// <summary>Makes what was read ready to be activated: a whole bundle as it is, a delta as a change of the active one.</summary>
public static class BundleIntake
{
    /// <summary>Bounds of bundles that are activated: the log keeps each whole.</summary>
    public static BundleLimits Limits { get; } = new() { FileBytes = 16 * 1024 * 1024, TotalBytes = 32 * 1024 * 1024 };

    /// <summary>Takes a bundle up under a name.</summary>
    /// <param name="name">The name here.</param>
    /// <param name="bundle">What was read.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="active">The bundles that are active.</param>
    public static (ActiveBundle? Bundle, IReadOnlyList<BundleProblem> Problems) Admit(string name, Bundle bundle, BundleOrigin origin, IReadOnlyList<ActiveBundle> active)
    {
        if (bundle.Patch is not { } patch)
        {
            return (ActiveBundle.Of(name, bundle, origin), []);
        }

        if (active.FirstOrDefault(other => other.Name == name) is not { } whole)
        {
            return Refuse($"This is a delta bundle, and no bundle \"{name}\" is active that it could change. Activate a whole one first.");
        }

        if (!whole.Roots.Order(StringComparer.Ordinal).SequenceEqual(bundle.Manifest.Roots.Order(StringComparer.Ordinal)))
        {
            return Refuse($"The delta bundle's roots [{string.Join(", ", bundle.Manifest.Roots)}] are not those of the active bundle \"{name}\" [{string.Join(", ", whole.Roots)}].");
        }

        var (data, problem) = patch.Apply(whole.Sources.Data);
        return data is null ? (null, [problem!]) : (whole with { Revision = bundle.Manifest.Revision, Origin = origin, Sources = whole.Sources with { Data = data } }, []);
    }

    private static (ActiveBundle? Bundle, IReadOnlyList<BundleProblem> Problems) Refuse(string message) => (null, [new BundleProblem("bundle.delta", message)]);
}
