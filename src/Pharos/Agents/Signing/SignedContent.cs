using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Agents.Signing;

/// <summary>What of a request is signed.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Target">The path with its query, letter for letter as it stands in the request line.</param>
/// <param name="Body">SHA-256 of the body's bytes; of none where there is no body.</param>
public sealed record SignedContent(string Method, string Target, Digest Body)
{
    /// <summary>The signature's MAC, in hex: over the parts with a line break between them, so that no part can run into the next.</summary>
    /// <param name="key">The key's text, whose bytes are the key.</param>
    /// <param name="time">When it is signed, in seconds since 1970.</param>
    /// <param name="nonce">The nonce.</param>
    public string MacWith(string key, long time, string nonce)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Method}\n{Target}\n{time}\n{nonce}\n{Convert.ToHexStringLower(Body.ToArray())}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.UTF8.GetBytes(text)));
    }
}
