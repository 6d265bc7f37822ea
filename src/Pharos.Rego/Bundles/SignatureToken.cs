using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>The one token of <c>.signatures.json</c>, taken apart.</summary>
internal sealed record SignatureToken(JsonWebSignature Parts, BundleSignature Signature)
{
    public static SignatureToken? Read(BundleFile file, List<BundleProblem> problems)
    {
        if (!RegoValue.TryParseJson(file.Content.Span, out var value, out var error))
        {
            return Wrong($"This is not JSON: {error}");
        }

        if (value is not RegoObject document || !document.TryGet("signatures", out var list) || list is not RegoArray { Count: 1 } tokens || tokens[0] is not RegoString text)
        {
            return Wrong("Exactly one token is expected: {\"signatures\": [\"…\"]}.");
        }

        if (document.TryGet("plugin", out var plugin) && plugin is RegoString { Value: not ("" or "_default") })
        {
            return Wrong($"The signature was made by the plug-in {plugin.ToJson()}, which is not known here.");
        }

        if (!JsonWebSignature.TryParse(text.Value, out var parts, out error))
        {
            return Wrong($"The token cannot be taken apart: {error}");
        }

        if (!RegoValue.TryParseJson(parts.Header.Span, out var head, out error) || head is not RegoObject header
            || !RegoValue.TryParseJson(parts.Payload.Span, out var body, out error) || body is not RegoObject claims)
        {
            return Wrong($"The token's header and payload must be JSON objects{(error is null ? "" : $": {error}")}.");
        }

        var files = new List<SignedFile>();
        foreach (var item in claims.TryGet("files", out var covered) && covered is RegoArray array ? array : RegoArray.Empty)
        {
            if (item is not RegoObject entry || Text(entry, "name") is not { } name || Text(entry, "hash") is not { } hash || Text(entry, "algorithm") is not { } algorithm)
            {
                return Wrong("Each of the token's \"files\" needs \"name\", \"hash\" and \"algorithm\".");
            }

            files.Add(new SignedFile(name, hash, algorithm));
        }

        // The claim is the older way to name the key; the header wins.
        return new SignatureToken(parts, new BundleSignature(Text(header, "kid") ?? Text(claims, "keyid"), Text(header, "alg") ?? "", files, claims, IsVerified: false));

        SignatureToken? Wrong(string message)
        {
            problems.Add(new BundleProblem("bundle.signature", message, file.Path));
            return null;
        }
    }

    private static string? Text(RegoObject from, string name) => from.TryGet(name, out var value) && value is RegoString { Value.Length: > 0 } text ? text.Value : null;
}
