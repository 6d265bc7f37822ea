using System.Buffers.Text;
using System.Security.Cryptography;
using Pharos.Events;

namespace Pharos.Agents.Signing;

/// <summary>Signs requests: the client's side of <see cref="SignedRequests"/>. Safe for use by many threads.</summary>
/// <param name="key">The key as it was given at registration.</param>
/// <param name="clock">The clock; the server's must not differ from it by more than <see cref="SignedRequests.Window"/>.</param>
public sealed class RequestSigner(string key, TimeProvider clock)
{
    private const int NonceBytes = 18;

    /// <summary>The value of the header <see cref="RequestSignature.Header"/> for one request. One sent again needs another.</summary>
    /// <param name="method">The HTTP method, in capitals.</param>
    /// <param name="target">The path with its query, as it will stand in the request line.</param>
    /// <param name="body">The body's bytes; none for no body.</param>
    public string Sign(string method, string target, ReadOnlySpan<byte> body)
    {
        Span<byte> chance = stackalloc byte[NonceBytes];
        RandomNumberGenerator.Fill(chance);
        var (time, nonce) = (clock.GetUtcNow().ToUnixTimeSeconds(), Base64Url.EncodeToString(chance));
        return new RequestSignature(time, nonce, new SignedContent(method, target, Digest.Of(body)).MacWith(key, time, nonce)).ToString();
    }
}
