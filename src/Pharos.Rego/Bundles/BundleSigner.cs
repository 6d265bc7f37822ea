using System.Text;
using System.Text.Json;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Signs the files of a bundle.</summary>
/// <param name="Algorithm">Such as <c>RS256</c>.</param>
/// <param name="Key">The private key, or the shared secret.</param>
/// <param name="KeyId">What verifiers shall know the key by; null names none.</param>
/// <param name="Claims">What else the signature says, such as <c>scope</c> and <c>iss</c>; null for nothing.</param>
public sealed record BundleSigner(string Algorithm, SignatureKey Key, string? KeyId = null, RegoObject? Claims = null)
{
    /// <summary>Makes the signature file over all other files.</summary>
    public (BundleFile? Signatures, BundleProblem? Problem) Sign(BundleFiles files)
    {
        var covered = new List<RegoValue>();
        foreach (var file in files.All.Where(file => file.Path != BundleFileNames.Signatures))
        {
            var (hash, problem) = BundleHash.Of(file);
            if (hash is null)
            {
                return (null, problem);
            }

            covered.Add(RegoObject.Of(("name", RegoString.Of(file.Path)), ("hash", RegoString.Of(hash)), ("algorithm", RegoString.Of(BundleHash.Default))));
        }

        var claims = new RegoObject.Builder(Claims ?? RegoObject.Empty);
        claims.Set("files", RegoArray.From(covered));
        if (KeyId is not null && Claims is null)
        {
            // Older verifiers know the key by this claim only.
            claims.Set("keyid", RegoString.Of(KeyId));
        }

        var header = KeyId is null ? $$"""{"alg":{{Quoted(Algorithm)}}}""" : $$"""{"alg":{{Quoted(Algorithm)}},"kid":{{Quoted(KeyId)}}}""";
        return JsonWebSignature.TrySign(Algorithm, Key, header, Encoding.UTF8.GetBytes(claims.Build().ToJson()), out var token, out var error)
            ? (new BundleFile(BundleFileNames.Signatures, Encoding.UTF8.GetBytes($$"""{"signatures":[{{Quoted(token)}}]}""")), null)
            : (null, new BundleProblem("bundle.sign", $"The bundle cannot be signed: {error}."));
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
