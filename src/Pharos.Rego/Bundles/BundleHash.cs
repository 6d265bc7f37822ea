using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Rego.Values;
using Pharos.Rego.Yaml;

namespace Pharos.Rego.Bundles;

/// <summary>
/// The digests that signatures hold. Of a structured file the meaning is hashed: keys sorted by their bytes, no space, numbers as they are written; so another
/// layout of the same document has the same digest.
/// </summary>
public static class BundleHash
{
    /// <summary>The algorithm used for signing.</summary>
    public const string Default = "SHA-256";

    private const int MaximumDepth = RegoValue.MaxJsonDepth;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaximumDepth };

    /// <summary>The digest of a file, hexadecimal; null with a problem where the file or the algorithm cannot be had.</summary>
    public static (string? Hash, BundleProblem? Problem) Of(BundleFile file, string algorithm = Default)
    {
        if (Make(algorithm) is not { } hash)
        {
            return (null, new BundleProblem("bundle.hash", $"The digest algorithm \"{algorithm}\" is not known here; there are MD5, SHA-1, SHA-256, SHA-384 and SHA-512.", file.Path));
        }

        using (hash)
        {
            if (!file.IsStructured)
            {
                hash.AppendData(file.Content.Span);
            }
            else if (Canonical(file) is { } canonical)
            {
                hash.AppendData(canonical);
            }
            else
            {
                return (null, new BundleProblem("bundle.data", "This is neither JSON nor YAML, so its meaning cannot be hashed.", file.Path));
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
    }

    private static byte[]? Canonical(BundleFile file)
    {
        var text = new StringBuilder();
        try
        {
            // A byte order mark is no part of the document.
            var content = file.Content.Span.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? file.Content[3..] : file.Content;
            using var document = JsonDocument.Parse(content, Reading);
            Write(text, document.RootElement);
        }
        catch (JsonException)
        {
            if (!RegoYaml.TryParse(Encoding.UTF8.GetString(file.Content.Span), out var value, out _))
            {
                return null;
            }

            using var document = JsonDocument.Parse(value.ToJson(), Reading);
            Write(text, document.RootElement);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // The last of equal names counts, as when the document is read.
                var members = new SortedDictionary<string, JsonElement>(Utf8Order.Instance);
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }

                text.Append('{');
                var separator = "";
                foreach (var (name, member) in members)
                {
                    text.Append(separator);
                    separator = ",";
                    WriteString(text, name);
                    text.Append(':');
                    Write(text, member);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var comma = "";
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(comma);
                    comma = ",";
                    Write(text, item);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    // As Go's encoder writes strings: control characters short where JSON has a short form, the two line separators escaped, everything else as it is.
    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or '\u2028' or '\u2029' => text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    [SuppressMessage("Security", "CA5350", Justification = "The format names the algorithm; the signature over the digests is what protects them.")]
    [SuppressMessage("Security", "CA5351", Justification = "The format names the algorithm; the signature over the digests is what protects them.")]
    private static IncrementalHash? Make(string algorithm) => algorithm switch
    {
        "MD5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
        "SHA-1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
        "SHA-256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        "SHA-384" => IncrementalHash.CreateHash(HashAlgorithmName.SHA384),
        "SHA-512" => IncrementalHash.CreateHash(HashAlgorithmName.SHA512),
        _ => null,
    };
}
