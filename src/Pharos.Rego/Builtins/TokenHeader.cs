using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>What the header of a token says about its signature and its content.</summary>
internal sealed record TokenHeader(string Algorithm, string Key, string Content, bool IsValid)
{
    private static readonly string[] Known = ["alg", "kid", "typ", "cty", "crit"];

    /// <summary>Reads the header's fields, or says which of them is of the wrong kind.</summary>
    internal static TokenHeader? Read(RegoObject fields, out string? error)
    {
        error = null;
        foreach (string name in (ReadOnlySpan<string>)["alg", "cty", "kid", "typ"])
        {
            if (fields.TryGet(name, out RegoValue? value) && value is not RegoString)
            {
                error = $"{name}: must be a string";
                return null;
            }
        }

        bool understood = true;
        if (fields.TryGet("crit", out RegoValue? critical))
        {
            if (critical is not RegoArray names)
            {
                error = "crit: must be a list";
                return null;
            }

            if (!names.OfType<RegoString>().Any())
            {
                error = "crit: must be a nonempty list";
                return null;
            }

            // A token that wants a parameter understood which is not known here has no valid signature (RFC 7515, 4.1.11).
            understood = !names.OfType<RegoString>().Any(n => fields.TryGet(n.Value, out _) && !Known.Contains(n.Value, StringComparer.Ordinal));
        }

        string algorithm = Text(fields, "alg");
        return new TokenHeader(algorithm, Text(fields, "kid"), Text(fields, "cty"), understood && algorithm.Length > 0);
    }

    private static string Text(RegoObject fields, string name) => fields.TryGet(name, out RegoValue? value) && value is RegoString text ? text.Value : string.Empty;
}
