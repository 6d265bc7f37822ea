namespace Pharos.Rego.Bundles;

/// <summary>A file that a signature covers.</summary>
/// <param name="Name">Its path in the bundle.</param>
/// <param name="Hash">Its digest, hexadecimal.</param>
/// <param name="Algorithm">The algorithm of the digest, such as <c>SHA-256</c>.</param>
public sealed record SignedFile(string Name, string Hash, string Algorithm);
