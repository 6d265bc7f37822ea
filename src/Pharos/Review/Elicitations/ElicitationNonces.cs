using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Review.Elicitations;

/// <summary>
/// The word that an answer must carry: shown only to the one asked, so that an answer comes from somebody who has seen the question as it was put to them. It is derived and never
/// stored: the record, which others read, does not hold it, and every node knows it after a restart. It works until the question has ended, which the question's stream decides, so it
/// is never good twice.
/// </summary>
/// <param name="key">The key; nothing else is derived from it in the same way.</param>
public sealed class ElicitationNonces(byte[] key)
{
    private const int Bytes = 24;

    /// <summary>The nonce of a question for the one asked.</summary>
    public string Of(Elicitation item)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{item.Id:N}\n{item.Question.To}"), mac);
        return Base64Url.EncodeToString(mac[..Bytes]);
    }

    /// <summary>Whether a nonce is that of a question.</summary>
    public bool Matches(Elicitation item, string? nonce) =>
        nonce is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(Of(item)));
}
