using System.Text;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>JSON Web Tokens made from headers, a payload and a key.</summary>
internal static class TokenSigning
{
    internal static IEnumerable<Builtin> All =>
    [
        new("io.jwt.encode_sign", 3, true, static (c, a) => c.Object(a, 1, out _) && c.Object(a, 2, out _) && c.Object(a, 3, out _)
            ? Sign(c, JsonText.Of(a[0], escapeHtml: true), JsonText.Of(a[1], escapeHtml: true), JsonText.Of(a[2], escapeHtml: true))
            : null),
        new("io.jwt.encode_sign_raw", 3, true, static (c, a) => c.Text(a, 3, out string key) && c.Text(a, 1, out string header) && c.Text(a, 2, out string payload)
            ? Sign(c, header, payload, key)
            : null),
    ];

    private static RegoValue? Sign(BuiltinContext context, string header, string payload, string keyText)
    {
        IReadOnlyList<SignatureKey> keys;
        try
        {
            keys = SignatureKeys.FromJson(Encoding.UTF8.GetBytes(keyText));
        }
        catch (Exception e) when (DerKeys.IsMalformed(e))
        {
            return context.Failure("failed to parse JWK: " + e.Message);
        }

        if (keys.Count == 0)
        {
            return context.Failure("no keys found in JWK set");
        }

        if (!TryFields(header, out RegoObject fields, out string? problem))
        {
            return context.Failure("missing or invalid 'alg' header: cannot parse JSON: " + problem);
        }

        if (!fields.TryGet("alg", out RegoValue? named))
        {
            return context.Failure("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        }

        if (named is not RegoString algorithm)
        {
            return context.Failure("missing or invalid 'alg' header: jwsbb: header \"alg\" is not a string");
        }

        bool isToken = !fields.TryGet("typ", out RegoValue? type) || type is not RegoString kind || kind.Value == "JWT";
        byte[] content = Encoding.UTF8.GetBytes(payload);
        if (SignatureAlgorithm.Named(algorithm.Value) is not null && isToken && !RegoValue.TryParseJson(content, out _, out _))
        {
            return context.Failure("type is JWT but payload is not JSON");
        }

        return JsonWebSignature.TrySign(algorithm.Value, keys[0], header, content, out string? token, out string? error)
            ? context.TextResult(token)
            : context.Failure(error);
    }

    // A header that is one bare word or number is no syntax error in the set, it just lacks the field.
    private static bool TryFields(string header, out RegoObject fields, out string? problem)
    {
        fields = RegoObject.Empty;
        problem = header.Length == 0 ? "cannot parse empty string" : null;
        if (problem is null && RegoValue.TryParseJson(Encoding.UTF8.GetBytes(header), out RegoValue? value, out problem))
        {
            fields = value as RegoObject ?? fields;
        }
        else if (header.Length > 0 && header.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-'))
        {
            problem = null;
        }

        return problem is null;
    }
}
