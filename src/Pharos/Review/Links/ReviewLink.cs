namespace Pharos.Review.Links;

/// <summary>What a link lets its holder do.</summary>
public enum LinkPurpose
{
    /// <summary>See what is asked.</summary>
    Look,

    /// <summary>Approve it.</summary>
    Approve,

    /// <summary>Reject it, with a reason.</summary>
    Deny,
}

/// <summary>What a link carries: one review, one purpose, one recipient, one use.</summary>
/// <param name="Review">The review.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Recipient">Who it was sent to and who is recorded as the actor: a subject of tokens.</param>
/// <param name="ExpiresAt">When it stops working, to the second.</param>
/// <param name="Nonce">Makes it differ from every other link.</param>
public sealed record ReviewLink(Guid Review, LinkPurpose Purpose, string Recipient, DateTimeOffset ExpiresAt, UInt128 Nonce);
