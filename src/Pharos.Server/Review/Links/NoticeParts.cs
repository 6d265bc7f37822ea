using System.Security.Cryptography;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Integrations.Webhooks;
using Pharos.Review.Consensus;
using Pharos.Review.Links;
using Pharos.Review.Notices;
using Pharos.Server.Configuration;

namespace Pharos.Server.Review.Links;

/// <summary>How people are told of reviews, and the links by which they decide.</summary>
internal sealed class NoticeParts : IDisposable
{
    private static readonly byte[] KeyLabel = "pharos: links to reviews"u8.ToArray();

    private readonly List<WebhookChannel> _channels;

    public NoticeParts(
        ReviewParts reviews, ExpertsFirst experts, IReadOnlyList<NotifyRecipient> recipients, DataFolder data, TokenLedger tokens, ReadOnlySpan<byte> key, Uri address, ILeases leases, TimeProvider clock)
    {
        Signer = new ReviewLinkSigner(HMACSHA256.HashData(key, KeyLabel));
        Audiences = [.. recipients.Select(recipient => recipient.Audience)];
        Untold = new UntoldReviews(reviews.Queue, Audiences, experts.Until, clock);
        _channels = [.. recipients.Select(recipient => new WebhookChannel(new WebhookOptions(recipient.Audience.Recipient, recipient.Url, recipient.Secret.Read(data)), clock))];
        Judges = new LinkJudges(tokens);
        Notifier = new Notifier(
            reviews.Queue, reviews.Desk, new ReviewLinks(Signer, address, clock), [.. _channels.Select((channel, at) => ((INotificationChannel)channel, Audiences[at]))], leases, Untold, experts.Until, clock);
    }

    /// <summary>Everybody who may be told.</summary>
    public IReadOnlyList<NoticeAudience> Audiences { get; }

    /// <summary>Checks links.</summary>
    public ReviewLinkSigner Signer { get; }

    /// <summary>Says who may still decide by a link.</summary>
    public LinkJudges Judges { get; }

    /// <summary>Finds reviews that nobody knows of.</summary>
    public UntoldReviews Untold { get; }

    /// <summary>Tells people.</summary>
    public Notifier Notifier { get; }

    public void Dispose() => _channels.ForEach(static channel => channel.Dispose());
}
