using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>Certificates, requests for them, and private keys.</summary>
internal static class CertificateCalls
{
    private const string PemStart = "-----BEGIN";
    private const int MaxCertificates = 1000;
    private static readonly RegoArray Unverified = RegoArray.Of(RegoBoolean.False, RegoArray.Empty);

    internal static IEnumerable<Builtin> All =>
    [
        Reading("crypto.x509.parse_certificates", static text => RegoArray.From(Certificates(text).Select(static c => CertificateReader.Certificate(c).Build()))),
        Reading("crypto.x509.parse_certificate_request", Request),
        Reading("crypto.x509.parse_rsa_private_key", WebKey),
        Reading("crypto.parse_private_keys", static text => text.Length == 0 ? RegoNull.Instance : RegoArray.From(PrivateKeys(text).Select(GoKeys.Private))),
        new("crypto.x509.parse_keypair", 2, false, static (c, a) => c.Text(a, 1, out string certificate) && c.Text(a, 2, out string key)
            ? Guarded(c, () => KeyPair(certificate, key))
            : null),
        new("crypto.x509.parse_and_verify_certificates", 1, false, static (c, a) => c.Text(a, 1, out string text)
            ? Verified(text, new ChainDemands(Now(c)))
            : null),
        new("crypto.x509.parse_and_verify_certificates_with_options", 2, false, static (c, a) => c.Text(a, 1, out string text) && c.Object(a, 2, out RegoObject options)
            ? ChainDemands.Read(options, Now(c), out string? error) is { } demands ? Verified(text, demands) : c.Failure(error!)
            : null),
    ];

    private static DateTime Now(BuiltinContext context) => DateTime.UnixEpoch.AddTicks(context.NowNanoseconds / 100);

    private static Builtin Reading(string name, Func<string, RegoValue> read) =>
        new(name, 1, false, (c, a) => c.Text(a, 1, out string text) ? Guarded(c, () => read(text)) : null);

    private static RegoValue? Guarded(BuiltinContext context, Func<RegoValue> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (DerKeys.IsMalformed(e))
        {
            return context.Failure(e is CryptographicException ? e.Message
                : context.CurrentName == "crypto.x509.parse_certificates" ? "x509: malformed certificate: " + e.Message
                : "asn1: structure error: " + e.Message);
        }
    }

    private static RegoValue Verified(string text, ChainDemands demands)
    {
        try
        {
            return demands.Verify(Certificates(text)) is { } chain
                ? RegoArray.Of(RegoBoolean.True, RegoArray.From(chain.Select(static c => CertificateReader.Certificate(c).Build())))
                : Unverified;
        }
        catch (Exception e) when (DerKeys.IsMalformed(e))
        {
            // What cannot be read is no valid chain, which is all this builtin tells.
            return Unverified;
        }
    }

    private static List<byte[]> Certificates(string text)
    {
        string pem = text;
        if (!text.StartsWith(PemStart, StringComparison.Ordinal))
        {
            byte[] decoded = Decoded(text);
            if (!decoded.AsSpan().StartsWith("-----BEGIN"u8))
            {
                return Bounded(CertificateReader.Split(decoded));
            }

            pem = Encoding.UTF8.GetString(decoded);
        }

        var all = new List<byte[]>();
        for (int at = 0; PemBlock.Next(pem, at, out int rest) is { } block; at = rest)
        {
            if (block.Label != "CERTIFICATE")
            {
                throw new CryptographicException($"PEM block type is '{block.Label}', expected CERTIFICATE");
            }

            all.AddRange(CertificateReader.Split(block.Content));
        }

        return Bounded(all);
    }

    private static List<byte[]> Bounded(List<byte[]> certificates) => certificates.Count <= MaxCertificates
        ? certificates
        : throw new CryptographicException($"more than {MaxCertificates} certificates");

    private static RegoObject Request(string text)
    {
        if (text.StartsWith("-----BEGIN CERTIFICATE REQUEST-----", StringComparison.Ordinal) && PemBlock.Next(text, 0, out _) is { } block)
        {
            return CertificateReader.Request(block.Content);
        }

        byte[] decoded = Decoded(text);
        return PemBlock.Next(Encoding.UTF8.GetString(decoded), 0, out _) is not { } inner ? CertificateReader.Request(decoded)
            : inner.Label == "CERTIFICATE REQUEST" ? CertificateReader.Request(inner.Content)
            : throw new CryptographicException("invalid PEM-encoded certificate signing request");
    }

    private static RegoValue WebKey(string text)
    {
        if (text.Length == 0)
        {
            throw new CryptographicException("input PEM data was empty");
        }

        List<SignatureKey> keys = PrivateKeys(text.StartsWith(PemStart, StringComparison.Ordinal) ? text : Encoding.UTF8.GetString(Decoded(text)));
        return keys.Count == 0 ? RegoNull.Instance : GoKeys.WebKey(keys[0]);
    }

    private static List<SignatureKey> PrivateKeys(string text)
    {
        string pem = Base64Data.Standard(text, out _) is { } decoded ? Encoding.UTF8.GetString(decoded) : text;
        var keys = new List<SignatureKey>();
        for (int at = 0; PemBlock.Next(pem, at, out int rest) is { } block; at = rest)
        {
            if (Private(block) is { } key)
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    private static SignatureKey? Private(PemBlock block) => block.Label switch
    {
        "RSA PRIVATE KEY" => DerKeys.RsaPrivate(block.Content),
        "EC PRIVATE KEY" => DerKeys.EllipticPrivate(block.Content),
        "PRIVATE KEY" => DerKeys.Private(block.Content) ?? throw new CryptographicException("x509: PKCS#8 wrapping contained private key with unknown algorithm"),
        _ => null,
    };

    private static RegoObject KeyPair(string certificate, string keyText)
    {
        List<byte[]> certificates = Certificates(certificate);
        if (certificates.Count == 0)
        {
            throw new CryptographicException("tls: failed to find any PEM data in certificate input");
        }

        SignatureKey? key;
        if (keyText.StartsWith(PemStart, StringComparison.Ordinal))
        {
            key = PrivateKeys(keyText).FirstOrDefault();
        }
        else
        {
            byte[] decoded = Decoded(keyText);
            key = decoded.AsSpan().StartsWith("-----BEGIN"u8) ? PrivateKeys(Encoding.UTF8.GetString(decoded)).FirstOrDefault() : DerKeys.Private(decoded);
        }

        if (key is null)
        {
            throw new CryptographicException("tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks");
        }

        if (DerKeys.Public(DerKeys.PublicKeyOfCertificate(certificates[0])) is not { } publicKey || !GoKeys.IsPair(publicKey, key))
        {
            throw new CryptographicException("tls: private key does not match public key");
        }

        return RegoObject.Of(
            ("Certificate", RegoArray.From(certificates.Select(static c => CertificateReader.Bytes(c)))),
            ("PrivateKey", GoKeys.Private(key)),
            ("SupportedSignatureAlgorithms", RegoNull.Instance),
            ("OCSPStaple", RegoNull.Instance),
            ("SignedCertificateTimestamps", RegoNull.Instance),
            ("Leaf", CertificateReader.Certificate(certificates[0]).Build()));
    }

    private static byte[] Decoded(string text) => Base64Data.Standard(text, out string error) ?? throw new CryptographicException(error);
}
