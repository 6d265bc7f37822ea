using System.Net.Http.Headers;
using Pharos.Rego.Values;

namespace Pharos.Integrations.Opa;

/// <summary>What a remote OPA said.</summary>
/// <param name="Document">The document; null when it is undefined.</param>
/// <param name="Revision">The revision of its policies; null when it does not say.</param>
internal sealed record OpaReply(RegoValue? Document, string? Revision)
{
    /// <summary>Largest answer in bytes.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="OpaProblemException">It is not what OPA answers.</exception>
    public static OpaReply Read(byte[] body, MediaTypeHeaderValue? type)
    {
        if (type?.MediaType != "application/json")
        {
            throw new OpaProblemException($"It answered {type?.MediaType ?? "without a type"} in place of JSON; is another server listening there?", isTransient: false);
        }

        if (!RegoValue.TryParseJson(body, out var value, out var error) || value is not RegoObject answer)
        {
            throw new OpaProblemException($"Its answer cannot be read: {error ?? "it is not an object"}", isTransient: false);
        }

        return new OpaReply(answer.TryGet("result", out var result) ? result : null, RevisionOf(answer));
    }

    private static string? RevisionOf(RegoObject answer)
    {
        if (!answer.TryGet("provenance", out var found) || found is not RegoObject provenance)
        {
            return null;
        }

        // One text of all bundles, because a change of any of them makes another policy.
        return provenance.TryGet("bundles", out var bundles) && bundles is RegoObject { Count: > 0 } ? bundles.ToJson()
            : provenance.TryGet("revision", out var revision) && revision is RegoString { Value.Length: > 0 } text ? text.Value
            : null;
    }
}
