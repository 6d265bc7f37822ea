using Pharos.Rego.Tokens;

namespace Pharos.Rego.Bundles;

/// <summary>A key that signatures of bundles are verified with.</summary>
/// <param name="Algorithm">The only algorithm it is used with; what a signature's own header names is not trusted.</param>
/// <param name="Key">The public key, or the shared secret.</param>
/// <param name="Scope">What signatures with this key must be good for; empty for those that say nothing.</param>
public sealed record BundleKey(string Algorithm, SignatureKey Key, string Scope = "");
