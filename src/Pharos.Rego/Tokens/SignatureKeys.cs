using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tokens;

/// <summary>Reads all keys of a text: a PEM block, a JSON Web Key or a set of them.</summary>
internal static class SignatureKeys
{
    private const int MaxKeys = 1000;

    internal static bool TryRead(string text, [NotNullWhen(true)] out IReadOnlyList<SignatureKey>? keys, [NotNullWhen(false)] out string? error)
    {
        keys = null;
        string subject = "a JWK key (set)";
        try
        {
            if (PemBlock.Next(text, 0, out int rest) is not { } block)
            {
                keys = FromJson(Encoding.UTF8.GetBytes(text));
                error = null;
                return true;
            }

            if (rest < text.Length)
            {
                error = "extra data after a PEM certificate block";
                return false;
            }

            subject = block.Label == "CERTIFICATE" ? "a PEM certificate" : block.Label == "PUBLIC KEY" ? "a PEM public key" : "a PEM private key";
            SignatureKey? key = FromBlock(block);
            keys = key is null ? null : [key];
            error = key is null ? "failed to extract a Key from the PEM certificate" : null;
            return key is not null;
        }
        catch (Exception e) when (DerKeys.IsMalformed(e))
        {
            error = $"failed to parse {subject}: {e.Message}";
            return false;
        }
    }

    /// <summary>The keys of JSON text; those for algorithms that sign nothing here are left out.</summary>
    internal static IReadOnlyList<SignatureKey> FromJson(ReadOnlySpan<byte> utf8)
    {
        if (!RegoValue.TryParseJson(utf8, out RegoValue? value, out string? error))
        {
            throw new CryptographicException(error);
        }

        if (value is not RegoObject set || !set.TryGet("keys", out RegoValue? members))
        {
            return Usable([JsonWebKey.Read(value)]);
        }

        return members is RegoArray { Count: <= MaxKeys } array
            ? Usable(array.Select(JsonWebKey.Read))
            : throw new CryptographicException($"keys must be an array of at most {MaxKeys} keys");
    }

    private static SignatureKey? FromBlock(PemBlock block) => block.Label switch
    {
        "CERTIFICATE" => DerKeys.Public(DerKeys.PublicKeyOfCertificate(block.Content)),
        "PUBLIC KEY" => DerKeys.Public(block.Content),
        "PRIVATE KEY" => DerKeys.Private(block.Content),
        "RSA PRIVATE KEY" => DerKeys.RsaPrivate(block.Content),
        "EC PRIVATE KEY" => DerKeys.EllipticPrivate(block.Content),
        _ => null,
    };

    private static List<SignatureKey> Usable(IEnumerable<SignatureKey> keys) =>
        [.. keys.Where(static k => string.IsNullOrEmpty(k.Algorithm) || SignatureAlgorithm.Named(k.Algorithm) is not null)];
}
