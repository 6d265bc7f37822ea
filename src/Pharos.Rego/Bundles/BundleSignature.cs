using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>The signature of a bundle.</summary>
/// <param name="KeyId">The key it names; null where it names none.</param>
/// <param name="Algorithm">The algorithm it names.</param>
/// <param name="Files">The files it covers.</param>
/// <param name="Claims">Everything it says.</param>
/// <param name="IsVerified">Whether it was verified with a key, or only read.</param>
public sealed record BundleSignature(string? KeyId, string Algorithm, IReadOnlyList<SignedFile> Files, RegoObject Claims, bool IsVerified)
{
    /// <summary>What the signature is good for; empty where it says nothing.</summary>
    public string Scope => Claims.TryGet("scope", out var scope) && scope is RegoString text ? text.Value : "";
}
