using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Agents.Signing;

/// <summary>
/// Makes the keys that experts sign with. A key is derived from this server's own, the expert's id and the generation of its key, and is kept nowhere: the server derives it
/// again at every check. It has the form of a token, <c>ph_&lt;22 letters&gt;.&lt;43 letters&gt;</c>, so that everything that masks tokens masks keys too. Safe for use by many threads.
/// </summary>
/// <param name="master">What keys are derived from.</param>
public sealed class SigningKeys(ReadOnlyMemory<byte> master)
{
    /// <summary>How long requests signed with the key before the last are still accepted after a new one was given out.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private const int NameBytes = 16;

    /// <summary>The key of one generation, to be given to its holder once.</summary>
    /// <param name="subject">The holder.</param>
    /// <param name="generation">From 1 on.</param>
    public string Of(string subject, int generation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(generation, 1);

        // A subject has no line break, so no two of subject and generation make the same text.
        var secret = HMACSHA256.HashData(master.Span, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{subject}\n{generation}")));
        var name = SHA256.HashData(secret).AsSpan(0, NameBytes);
        return $"{TokenSigner.Prefix}{Base64Url.EncodeToString(name)}.{Base64Url.EncodeToString(secret)}";
    }
}
