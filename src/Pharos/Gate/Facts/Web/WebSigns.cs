using System.Text;
using Pharos.Proposals.Secrets;

namespace Pharos.Gate.Facts.Web;

/// <summary>What is unusual about an address: what data leaving in a URL, or a private host behind a public one, looks like.</summary>
internal static class WebSigns
{
    /// <summary>A user or password before the host.</summary>
    public const string User = "user";

    /// <summary>A host spelled so that people and filters read something else.</summary>
    public const string Spelling = "spelling";

    /// <summary>A parameter leads on to an address that is not public.</summary>
    public const string PrivateRedirect = "private-redirect";

    /// <summary>More text in the query than a question needs.</summary>
    public const string LongQuery = "long-query";

    /// <summary>A parameter or a label of the host that is encoded or encrypted data.</summary>
    public const string EncodedData = "encoded-data";

    /// <summary>A secret of a known form.</summary>
    public const string Secret = "secret";

    private const int LongQueryCharacters = 400;
    private const int LongValueCharacters = 200;
    private const int ShortestData = 32;
    private const int LongestLabel = 40;
    private const int MostParameters = 64;

    /// <summary>Looks at what follows the host.</summary>
    public static void OfQuery(string rest, int end, string host, List<string> signs)
    {
        if (host.Split('.').Any(label => label.Length >= LongestLabel && IsData(label)))
        {
            signs.Add(EncodedData);
        }

        var question = end < 0 ? -1 : rest.IndexOf('?', end);
        if (question < 0)
        {
            return;
        }

        var query = rest[(question + 1)..];
        var isLong = query.Length > LongQueryCharacters;
        foreach (var pair in query.Split('&', MostParameters))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var value = Uri.UnescapeDataString(pair[(equals + 1)..]);
            isLong |= value.Length > LongValueCharacters;
            if (IsData(value) && !signs.Contains(EncodedData))
            {
                signs.Add(EncodedData);
            }

            var inner = Uri.UnescapeDataString(value);
            if ((inner.Contains("://", StringComparison.Ordinal) || inner.StartsWith("//", StringComparison.Ordinal)) && WebAddress.ClassOf(inner) != AddressClass.Public && !signs.Contains(PrivateRedirect))
            {
                signs.Add(PrivateRedirect);
            }
        }

        if (isLong)
        {
            signs.Add(LongQuery);
        }
    }

    /// <summary>True for text in base64 or hex that decodes to readable text, and for a long one that looks drawn.</summary>
    public static bool IsData(string value)
    {
        if (value.Length < ShortestData || value.Contains(' ', StringComparison.Ordinal))
        {
            return false;
        }

        if (value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit))
        {
            return IsReadable(Convert.FromHexString(value)) || value.Length > 128;
        }

        var base64 = value.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[base64.Length];
        if (base64.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
            && Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var written))
        {
            return IsReadable(bytes.AsSpan(0, written)) || (value.Length >= 100 && Randomness.IsDrawn(value));
        }

        return false;
    }

    private static bool IsReadable(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is (< 0x20 or > 0x7e) and not (0x09 or 0x0a or 0x0d))
            {
                return false;
            }
        }

        return Encoding.ASCII.GetString(bytes).Any(char.IsAsciiLetter);
    }
}
