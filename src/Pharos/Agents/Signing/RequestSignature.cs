using System.Buffers;
using System.Globalization;

namespace Pharos.Agents.Signing;

/// <summary>The header of a signed request, read: <c>t=1767225600,n=3q2-7wAAb1cZc0mQ5pXyVg,v1=…64 hex digits…</c>.</summary>
/// <param name="Time">When it was signed, in seconds since 1970.</param>
/// <param name="Nonce">What makes it differ from every other request of its signer.</param>
/// <param name="Mac">HMAC-SHA256, in hex as it was sent.</param>
public sealed record RequestSignature(long Time, string Nonce, string Mac)
{
    /// <summary>The header's name.</summary>
    public const string Header = "Pharos-Signature";

    /// <summary>Shortest nonce: 16 characters of base64url are 96 bits.</summary>
    public const int MinimumNonceCharacters = 16;

    /// <summary>Longest nonce.</summary>
    public const int MaximumNonceCharacters = 64;

    private const int MacCharacters = 64;

    // Up to the year 5138.
    private const int MaximumTimeDigits = 11;

    private static readonly SearchValues<char> NonceLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// Reads the header's value. Exactly one spelling of each signature is read (three parts in this order, no spaces, lower-case hex, no leading zeros), so that
    /// nothing signed can be sent again in another one.
    /// </summary>
    /// <returns>Null when it is none.</returns>
    public static RequestSignature? Read(ReadOnlySpan<char> value)
    {
        Span<Range> parts = stackalloc Range[4];
        if (value.Length > MaximumCharacters || value.Split(parts, ',') != 3)
        {
            return null;
        }

        var time = value[parts[0]];
        var nonce = value[parts[1]];
        var mac = value[parts[2]];
        if (!Strip(ref time, "t=") || !Strip(ref nonce, "n=") || !Strip(ref mac, "v1="))
        {
            return null;
        }

        // The parser of numbers would let zero characters pass at the end.
        return time.Length is > 0 and <= MaximumTimeDigits && time[0] != '0' && !time.ContainsAnyExceptInRange('0', '9') && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && nonce.Length is >= MinimumNonceCharacters and <= MaximumNonceCharacters && !nonce.ContainsAnyExcept(NonceLetters)
            && mac.Length == MacCharacters && !mac.ContainsAnyExcept(HexDigits)
            ? new RequestSignature(seconds, nonce.ToString(), mac.ToString())
            : null;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"t={Time},n={Nonce},v1={Mac}");

    private const int MaximumCharacters = 2 + MaximumTimeDigits + 3 + MaximumNonceCharacters + 4 + MacCharacters;

    private static bool Strip(ref ReadOnlySpan<char> part, string prefix)
    {
        if (!part.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        part = part[prefix.Length..];
        return true;
    }
}
