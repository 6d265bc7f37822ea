using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pharos.Review.Links;

/// <summary>The links of one notice.</summary>
/// <param name="Open">Shows what is asked.</param>
/// <param name="Approve">Approves, once.</param>
/// <param name="Deny">Rejects, once.</param>
public sealed record ReviewLinkSet(Uri Open, Uri Approve, Uri Deny);

/// <summary>Makes links to reviews for the people who are told of them.</summary>
/// <param name="signer">Makes their secrets.</param>
/// <param name="address">Where people reach this server.</param>
/// <param name="clock">The clock.</param>
public sealed class ReviewLinks(ReviewLinkSigner signer, Uri address, TimeProvider clock)
{
    /// <summary>Longest time that a link works.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    /// <summary>Links for one recipient, none of which was ever made before.</summary>
    public ReviewLinkSet For(ReviewItem item, string recipient)
    {
        var until = clock.GetUtcNow() + LongestLife;
        if (item.Request.OnTimeout == TimeoutAction.Expire && item.ExpiresAt < until)
        {
            until = item.ExpiresAt;
        }

        return new ReviewLinkSet(Of(LinkPurpose.Look), Of(LinkPurpose.Approve), Of(LinkPurpose.Deny));

        Uri Of(LinkPurpose purpose) => new($"{address.AbsoluteUri.TrimEnd('/')}/r/{signer.Sign(new ReviewLink(item.Id, purpose, recipient, until, Nonce()))}");
    }

    private static UInt128 Nonce()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
