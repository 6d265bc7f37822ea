using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pharos.Rego.Tokens;

/// <summary>A key that verifies signatures and, where it is private or a shared secret, makes them. Immutable and safe to share.</summary>
public abstract class SignatureKey
{
    private protected SignatureKey()
    {
    }

    /// <summary>The key's identifier (<c>kid</c>), where its JSON names one.</summary>
    public string? Id { get; internal init; }

    /// <summary>The only algorithm that the key is meant for (<c>alg</c>), where its JSON names one.</summary>
    public string? Algorithm { get; internal init; }

    /// <summary>Whether the key can sign.</summary>
    public abstract bool CanSign { get; }

    /// <summary>A shared secret for the HMAC algorithms.</summary>
    public static SignatureKey Secret(ReadOnlySpan<byte> secret) => new SecretSignatureKey(secret.ToArray());

    /// <summary>
    /// Reads a key for an algorithm: a JSON Web Key (of a set, the first), a PEM certificate, public or private key or, for the HMAC
    /// algorithms, any other text as the secret itself.
    /// </summary>
    public static bool TryRead(string algorithm, string text, [NotNullWhen(true)] out SignatureKey? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        bool isJson = text.AsSpan().TrimStart().StartsWith("{");
        if (SignatureAlgorithm.Named(algorithm) is not { } named)
        {
            error = $"unknown JWS algorithm: {algorithm}";
            return false;
        }

        if (named.Family == SignatureFamily.Hmac && !isJson)
        {
            key = Secret(Encoding.UTF8.GetBytes(text));
            error = null;
            return true;
        }

        if (!SignatureKeys.TryRead(text, out IReadOnlyList<SignatureKey>? keys, out error))
        {
            return false;
        }

        if (keys.Count == 0)
        {
            error = "no usable key found";
            return false;
        }

        key = keys[0];
        error = null;
        return true;
    }

    /// <summary>Whether the signature is this key's over the data; false for a signature or algorithm of another kind of key.</summary>
    internal abstract bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>Signs, or returns null where the algorithm needs another kind of key.</summary>
    internal abstract byte[]? Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data);
}
