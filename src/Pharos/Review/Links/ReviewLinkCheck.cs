namespace Pharos.Review.Links;

/// <summary>What checking the text of a link told.</summary>
public abstract record ReviewLinkCheck
{
    private ReviewLinkCheck()
    {
    }

    /// <summary>This server made it, and it has not expired.</summary>
    /// <param name="Link">What it carries.</param>
    /// <param name="Digest">SHA-256 of its secret, by which the record knows that it was used.</param>
    public sealed record Valid(ReviewLink Link, string Digest) : ReviewLinkCheck;

    /// <summary>This server made it, and its time is over.</summary>
    /// <param name="Link">What it carries.</param>
    public sealed record Expired(ReviewLink Link) : ReviewLinkCheck;

    /// <summary>This server did not make it.</summary>
    public sealed record Forged : ReviewLinkCheck;
}
