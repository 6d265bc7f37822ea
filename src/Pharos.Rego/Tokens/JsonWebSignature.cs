using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pharos.Rego.Tokens;

/// <summary>Signatures of RFC 7515 in the compact form: <c>header.payload.signature</c>, each in base 64 for URLs.</summary>
/// <param name="SigningInput">The bytes that were signed: header and payload as they stand in the text.</param>
/// <param name="Header">The header's bytes, which should be a JSON object.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="Signature">The signature.</param>
public sealed record JsonWebSignature(ReadOnlyMemory<byte> SigningInput, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The names of the algorithms that sign and verify.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [.. SignatureAlgorithm.All.Select(static a => a.Name)];

    /// <summary>Signs a payload under a header, which should be the JSON object that names the algorithm.</summary>
    public static bool TrySign(
        string algorithm,
        SignatureKey key,
        string header,
        ReadOnlySpan<byte> payload,
        [NotNullWhen(true)] out string? token,
        [NotNullWhen(false)] out string? error)
    {
        token = null;
        if (SignatureAlgorithm.Named(algorithm) is not { } named)
        {
            error = $"unknown JWS algorithm: {algorithm}";
            return false;
        }

        string input = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(payload);
        byte[]? signature = key.Sign(named, Encoding.ASCII.GetBytes(input));
        error = signature is null ? $"the key cannot sign with {algorithm}: the algorithm needs another kind of key, or its private half" : null;
        token = signature is null ? null : input + "." + Base64Url.EncodeToString(signature);
        return signature is not null;
    }

    /// <summary>Whether the signature is the key's over the data; false for unknown algorithms.</summary>
    public static bool Verify(string algorithm, SignatureKey key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Named(algorithm) is { } named && key.Verify(named, signingInput, signature);

    /// <summary>Takes a token apart without verifying anything.</summary>
    public static bool TryParse(string token, [NotNullWhen(true)] out JsonWebSignature? parsed, [NotNullWhen(false)] out string? error)
    {
        parsed = null;
        string[] parts = token.Split('.');
        error = parts.Length == 1 ? "encoded JWT had no period separators"
            : parts.Length != 3 ? $"encoded JWT must have 3 sections, found {parts.Length}"
            : null;
        if (error is not null)
        {
            return false;
        }

        string why = string.Empty;
        if (Base64Data.Url(parts[0], out why) is not { } header)
        {
            error = "JWT header had invalid encoding: " + why;
        }
        else if (Base64Data.Url(parts[1], out why) is not { } payload)
        {
            error = "JWT payload had invalid encoding: " + why;
        }
        else if (Base64Data.Url(parts[2], out why) is not { } signature)
        {
            error = "JWT signature had invalid encoding: " + why;
        }
        else
        {
            parsed = new JsonWebSignature(Encoding.UTF8.GetBytes(token[..token.LastIndexOf('.')]), header, payload, signature);
            return true;
        }

        return false;
    }

    /// <summary>Whether the token was signed with the key and the algorithm; the algorithm its header names is not looked at.</summary>
    public bool IsSignedBy(string algorithm, SignatureKey key) => Verify(algorithm, key, SigningInput.Span, Signature.Span);
}
