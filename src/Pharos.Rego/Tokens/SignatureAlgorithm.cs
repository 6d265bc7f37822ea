using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>How a family of algorithms signs.</summary>
internal enum SignatureFamily
{
    Hmac,
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    EdDsa,
}

/// <summary>One algorithm of RFC 7518, by its name there.</summary>
internal sealed record SignatureAlgorithm(string Name, SignatureFamily Family, HashAlgorithmName Hash)
{
    internal static IReadOnlyList<SignatureAlgorithm> All { get; } =
    [
        .. OfSizes("HS", SignatureFamily.Hmac),
        .. OfSizes("RS", SignatureFamily.RsaPkcs1),
        .. OfSizes("PS", SignatureFamily.RsaPss),
        .. OfSizes("ES", SignatureFamily.Ecdsa),
        new("EdDSA", SignatureFamily.EdDsa, HashAlgorithmName.SHA512),
    ];

    internal static SignatureAlgorithm? Named(string name) => All.FirstOrDefault(a => a.Name == name);

    private static IEnumerable<SignatureAlgorithm> OfSizes(string prefix, SignatureFamily family) =>
    [
        new(prefix + "256", family, HashAlgorithmName.SHA256),
        new(prefix + "384", family, HashAlgorithmName.SHA384),
        new(prefix + "512", family, HashAlgorithmName.SHA512),
    ];
}
