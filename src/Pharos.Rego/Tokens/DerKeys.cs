using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>Reads keys from their DER forms. What is malformed throws <see cref="CryptographicException"/> or <see cref="AsnContentException"/>.</summary>
internal static class DerKeys
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Elliptic = "1.2.840.10045.2.1";
    private const string Edwards = "1.3.101.112";

    /// <summary>Whether reading failed because of what was read; a curve that the platform lacks is one of the ways.</summary>
    internal static bool IsMalformed(Exception error) => error is CryptographicException or AsnContentException or PlatformNotSupportedException;

    /// <summary>A SubjectPublicKeyInfo (RFC 5280), or null for a kind of key that signs nothing here.</summary>
    internal static SignatureKey? Public(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        string algorithm = info.ReadSequence().ReadObjectIdentifier();
        byte[] content = info.ReadBitString(out _);
        switch (algorithm)
        {
            case Rsa:
                using (RSA rsa = RSA.Create())
                {
                    rsa.ImportRSAPublicKey(content, out _);
                    return new RsaSignatureKey(rsa.ExportParameters(includePrivateParameters: false));
                }

            case Elliptic:
                using (ECDsa elliptic = ECDsa.Create())
                {
                    elliptic.ImportSubjectPublicKeyInfo(der.Span, out _);
                    return new EllipticSignatureKey(elliptic.ExportParameters(includePrivateParameters: false));
                }

            case Edwards when content.Length == Ed25519.KeySize:
                return new EdwardsSignatureKey(content, null);
            default:
                return null;
        }
    }

    /// <summary>A PrivateKeyInfo (PKCS 8), or null for a kind of key that signs nothing here.</summary>
    internal static SignatureKey? Private(ReadOnlyMemory<byte> der)
    {
        AsnReader info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        info.ReadInteger();
        string algorithm = info.ReadSequence().ReadObjectIdentifier();
        byte[] content = info.ReadOctetString();
        switch (algorithm)
        {
            case Rsa:
                return RsaPrivate(content);
            case Elliptic:
                using (ECDsa elliptic = ECDsa.Create())
                {
                    elliptic.ImportPkcs8PrivateKey(der.Span, out _);
                    return new EllipticSignatureKey(elliptic.ExportParameters(includePrivateParameters: true));
                }

            case Edwards:
                byte[] seed = new AsnReader(content, AsnEncodingRules.DER).ReadOctetString();
                return seed.Length == Ed25519.KeySize ? new EdwardsSignatureKey(Ed25519.PublicKey(seed), seed) : null;
            default:
                return null;
        }
    }

    /// <summary>An RSAPrivateKey (PKCS 1).</summary>
    internal static SignatureKey RsaPrivate(ReadOnlySpan<byte> der)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportRSAPrivateKey(der, out _);
        return new RsaSignatureKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>An ECPrivateKey (SEC 1).</summary>
    internal static SignatureKey EllipticPrivate(ReadOnlySpan<byte> der)
    {
        using ECDsa elliptic = ECDsa.Create();
        elliptic.ImportECPrivateKey(der, out _);
        return new EllipticSignatureKey(elliptic.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The SubjectPublicKeyInfo of a certificate.</summary>
    internal static ReadOnlyMemory<byte> PublicKeyOfCertificate(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader body = certificate.ReadSequence();
        if (body.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            body.ReadEncodedValue();
        }

        // Serial number, signature algorithm, issuer, validity and subject stand before the key.
        for (int i = 0; i < 5; i++)
        {
            body.ReadEncodedValue();
        }

        return body.ReadEncodedValue();
    }
}
