namespace Pharos.Review.Notices;

/// <summary>A way to one person: a webhook, a chat, an alert. Safe for use by many threads.</summary>
public interface INotificationChannel
{
    /// <summary>The channel's name as it is recorded, such as <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Who is reached: a subject of tokens, and the recorded actor of what is decided by a link of the notice.</summary>
    string Recipient { get; }

    /// <summary>Sends a notice, with whatever retries the channel makes. Its links are secrets: they go to the recipient and nowhere else.</summary>
    /// <param name="notice">The notice; sending one of the same id again must be harmless.</param>
    /// <param name="cancellationToken">The server stops.</param>
    ValueTask<NoticeOutcome> SendAsync(ReviewNotice notice, CancellationToken cancellationToken);
}
