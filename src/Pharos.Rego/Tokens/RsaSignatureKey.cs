using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>An RSA key; without its private exponent it only verifies.</summary>
internal sealed class RsaSignatureKey(RSAParameters parameters) : SignatureKey
{
    public override bool CanSign => parameters.D is not null;

    internal RSAParameters Parameters => parameters;

    internal override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Padding(algorithm) is not { } padding)
        {
            return false;
        }

        using RSA key = RSA.Create(new RSAParameters { Modulus = parameters.Modulus, Exponent = parameters.Exponent });
        try
        {
            return key.VerifyData(data, signature, algorithm.Hash, padding);
        }
        catch (CryptographicException)
        {
            // A modulus too small for the hash has no valid signature at all.
            return false;
        }
    }

    internal override byte[]? Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        if (parameters.D is null || Padding(algorithm) is not { } padding)
        {
            return null;
        }

        using RSA key = RSA.Create(parameters);
        try
        {
            return key.SignData(data, algorithm.Hash, padding);
        }
        catch (CryptographicException)
        {
            // The modulus is too small for the hash.
            return null;
        }
    }

    private static RSASignaturePadding? Padding(SignatureAlgorithm algorithm) => algorithm.Family switch
    {
        SignatureFamily.RsaPkcs1 => RSASignaturePadding.Pkcs1,
        SignatureFamily.RsaPss => RSASignaturePadding.Pss,
        _ => null,
    };
}
