using Pharos.Server.Policies;

namespace Pharos.Server.Opa;

/// <summary>The states of what Open Policy Agent calls plugins; here there is one, <c>bundle</c>.</summary>
/// <param name="store">The policies that decide.</param>
/// <param name="configured">The names of the configured bundles.</param>
internal sealed class OpaPlugins(PolicyStore store, IReadOnlyList<string> configured)
{
    /// <summary>The plugin that the policies come from.</summary>
    public const string Bundle = "bundle";

    /// <summary>Whether every configured bundle has decided at least once; what became of later ones does not count.</summary>
    public bool AreBundlesActive => configured.All(name => store.Bundles.Any(bundle => bundle.Name == name));

    /// <summary>The state of <see cref="Bundle"/>: <c>OK</c>, <c>NOT_READY</c> until every bundle is active, or <c>ERROR</c> while policies are refused.</summary>
    public string BundleState => store.Refusal.Count > 0 ? "ERROR" : AreBundlesActive ? "OK" : "NOT_READY";
}
