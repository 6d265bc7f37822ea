using System.Text;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>JSON Web Tokens (RFC 7519): taken apart, verified, and checked against constraints.</summary>
internal static class JsonWebTokens
{
    internal static IEnumerable<Builtin> All =>
    [
        new("io.jwt.decode", 1, false, static (c, a) => c.Text(a, 1, out string token) ? Decode(c, token) : null),
        new("io.jwt.decode_verify", 2, true, DecodeVerify),
        .. SignatureAlgorithm.All.Select(Verification),
    ];

    private static Builtin Verification(SignatureAlgorithm algorithm) => new(
        "io.jwt.verify_" + algorithm.Name.ToLowerInvariant(),
        2,
        false,
        (c, a) => c.Text(a, 1, out string token) && c.Text(a, 2, out string key) ? Verify(c, algorithm, token, key) : null);

    private static RegoValue? Decode(BuiltinContext context, string text)
    {
        if (!JsonWebSignature.TryParse(text, out JsonWebSignature? token, out string? error) || !TryHeader(token, out RegoObject header, out error))
        {
            return context.Failure(error);
        }

        if (header.TryGet("cty", out RegoValue? content) && content is RegoString { Value: "JWT" })
        {
            return Decode(context, Encoding.UTF8.GetString(token.Payload.Span).Trim('"', '\''));
        }

        return TryObject(token.Payload.Span, out RegoObject payload, out error)
            ? RegoArray.Of(header, payload, RegoString.Of(Convert.ToHexStringLower(token.Signature.Span)))
            : context.Failure(error);
    }

    private static RegoValue? Verify(BuiltinContext context, SignatureAlgorithm algorithm, string text, string keyText)
    {
        if (algorithm.Family == SignatureFamily.Hmac)
        {
            return JsonWebSignature.TryParse(text, out JsonWebSignature? shared, out string? problem)
                ? RegoBoolean.Of(shared.IsSignedBy(algorithm.Name, SignatureKey.Secret(Encoding.UTF8.GetBytes(keyText))))
                : context.Failure(problem);
        }

        if (!SignatureKeyCache.TryRead(keyText, out IReadOnlyList<SignatureKey>? keys, out string? error)
            || !JsonWebSignature.TryParse(text, out JsonWebSignature? token, out error)
            || !TryHeader(token, out RegoObject fields, out error)
            || TokenHeader.Read(fields, out error) is not { } header)
        {
            return context.Failure(error!);
        }

        return RegoBoolean.Of(IsSigned(token, header, keys, key => key.Verify(algorithm, token.SigningInput.Span, token.Signature.Span)));
    }

    private static RegoValue? DecodeVerify(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Object(arguments, 2, out RegoObject wanted))
        {
            return null;
        }

        if (TokenConstraints.Read(wanted, context.NowNanoseconds, out string? error) is not { } constraints)
        {
            return context.Failure(error!);
        }

        while (true)
        {
            if (!JsonWebSignature.TryParse(text, out JsonWebSignature? token, out error)
                || !TryHeader(token, out RegoObject fields, out error)
                || TokenHeader.Read(fields, out error) is not { } header)
            {
                return context.Failure(error!);
            }

            if (!header.IsValid
                || (constraints.Algorithm.Length > 0 && constraints.Algorithm != header.Algorithm)
                || !IsSigned(token, header, constraints.Keys, key => token.IsSignedBy(header.Algorithm, key)))
            {
                return Unverified;
            }

            if (string.Equals(header.Content, "JWT", StringComparison.OrdinalIgnoreCase))
            {
                text = Encoding.UTF8.GetString(token.Payload.Span);
                continue;
            }

            if (!TryObject(token.Payload.Span, out RegoObject payload, out error))
            {
                return context.Failure(error);
            }

            return constraints.Allow(payload, out error) ? RegoArray.Of(RegoBoolean.True, fields, payload)
                : error is null ? Unverified
                : context.Failure(error);
        }
    }

    private static RegoArray Unverified { get; } = RegoArray.Of(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);

    // The key that the header names is the only one asked; else every key that is not meant for another algorithm.
    private static bool IsSigned(JsonWebSignature token, TokenHeader header, IReadOnlyList<SignatureKey> keys, Func<SignatureKey, bool> verifies)
    {
        if (header.Key.Length > 0 && keys.FirstOrDefault(k => k.Id == header.Key) is { } named)
        {
            return verifies(named);
        }

        return keys.Any(k => (string.IsNullOrEmpty(k.Algorithm) || k.Algorithm == header.Algorithm) && verifies(k));
    }

    private static bool TryHeader(JsonWebSignature token, out RegoObject header, out string error)
    {
        if (!TryObject(token.Header.Span, out header, out error))
        {
            error = "bad JWT header: " + error;
            return false;
        }

        error = header.TryGet("enc", out _) ? "JWT is a JWE object, which is not supported" : string.Empty;
        return error.Length == 0;
    }

    private static bool TryObject(ReadOnlySpan<byte> utf8, out RegoObject fields, out string error)
    {
        fields = RegoObject.Empty;
        byte[] repaired = System.Text.Unicode.Utf8.IsValid(utf8) ? utf8.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        if (!RegoValue.TryParseJson(repaired, out RegoValue? value, out string? problem))
        {
            error = "invalid JSON: " + problem;
            return false;
        }

        fields = value as RegoObject ?? fields;
        error = value is RegoObject ? string.Empty : "decoded JSON type was not an Object";
        return value is RegoObject;
    }
}
