using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pharos.Agents;

namespace Pharos.Review.Links;

/// <summary>
/// Makes and checks the secret part of links: <c>ph_&lt;base64url claims&gt;.&lt;base64url HMAC-SHA256 of the claims&gt;</c>. It has the form of a token so that everything that masks
/// tokens masks links too; the keys differ, so neither passes for the other. Safe for use by many threads.
/// </summary>
/// <param name="key">The key of links.</param>
public sealed class ReviewLinkSigner(ReadOnlyMemory<byte> key)
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumCharacters = 320;

    private const byte Format = 1;
    private const int NonceBytes = 16;
    private const int RecipientAt = 1 + 16 + 1 + 8 + NonceBytes;

    /// <summary>Makes the text of a link.</summary>
    public string Sign(ReviewLink link)
    {
        var claims = new byte[RecipientAt + Encoding.ASCII.GetByteCount(link.Recipient)];
        claims[0] = Format;
        link.Review.TryWriteBytes(claims.AsSpan(1), bigEndian: true, out _);
        claims[17] = (byte)link.Purpose;
        BinaryPrimitives.WriteInt64BigEndian(claims.AsSpan(18), link.ExpiresAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt128BigEndian(claims.AsSpan(26), link.Nonce);
        Encoding.ASCII.GetBytes(link.Recipient, claims.AsSpan(RecipientAt));
        return $"{TokenSigner.Prefix}{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.Span, claims))}";
    }

    /// <summary>Checks form, signature and age.</summary>
    public ReviewLinkCheck Check(string text, DateTimeOffset now)
    {
        if (text.Length > MaximumCharacters
            || !text.StartsWith(TokenSigner.Prefix, StringComparison.Ordinal)
            || text.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot)
            || Decode(text.AsSpan(TokenSigner.Prefix.Length, dot - TokenSigner.Prefix.Length)) is not { Length: > RecipientAt } claims
            || Decode(text.AsSpan(dot + 1)) is not { } signature
            || !CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(key.Span, claims))
            || Read(claims) is not { } link)
        {
            return new ReviewLinkCheck.Forged();
        }

        // Of the bytes and not of the text, which could be spelled in more than one way.
        return link.ExpiresAt <= now ? new ReviewLinkCheck.Expired(link) : new ReviewLinkCheck.Valid(link, Convert.ToHexStringLower(SHA256.HashData(signature)));
    }

    /// <summary>Proof for a form that its page was read, which a page of another origin cannot.</summary>
    /// <param name="digest">The link's digest.</param>
    public string ConfirmationOf(string digest) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Span, Encoding.ASCII.GetBytes($"confirm {digest}")));

    /// <summary>Whether a form carries that proof.</summary>
    public bool IsConfirmation(string digest, string shown) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ConfirmationOf(digest)), Encoding.UTF8.GetBytes(shown));

    private static ReviewLink? Read(ReadOnlySpan<byte> claims)
    {
        var recipient = Encoding.ASCII.GetString(claims[RecipientAt..]);
        var purpose = (LinkPurpose)claims[17];
        return claims[0] == Format && Enum.IsDefined(purpose) && TokenClaims.IsSubject(recipient)
            ? new ReviewLink(
                new Guid(claims.Slice(1, 16), bigEndian: true),
                purpose,
                recipient,
                DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(claims[18..])),
                BinaryPrimitives.ReadUInt128BigEndian(claims[26..]))
            : null;
    }

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : null;
    }
}
