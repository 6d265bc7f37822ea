using System.Collections.Concurrent;
using System.Threading.Channels;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Links;

namespace Pharos.Review.Notices;

/// <summary>
/// Sends to one recipient, one notice after another, so that a slow receiver holds up nobody else. It holds only which reviews to look at: what is due is read from the review itself just
/// before it is sent, so that nobody is told of what was decided meanwhile, and nobody twice of what another node has told.
/// </summary>
internal sealed class NoticeOutbox(
    INotificationChannel channel, NoticeAudience audience, IReadOnlyList<NoticeAudience> audiences, ReviewDesk desk, ReviewLinks links, Func<CancellationToken, ValueTask<bool>> mayTell, Func<ReviewItem, DateTimeOffset?> heldUntil, TimeProvider clock)
{
    /// <summary>Most reviews that wait for their turn; the others are found again at a later look.</summary>
    public const int Capacity = 1000;

    private readonly Channel<ReviewId> _waiting = Channel.CreateBounded<ReviewId>(Capacity);
    private readonly ConcurrentDictionary<ReviewId, bool> _known = new();

    /// <summary>To whom it sends.</summary>
    public NoticeAudience Audience => audience;

    /// <summary>Puts a review in line, if it is not there and there is room.</summary>
    public void Add(ReviewId id)
    {
        if (_known.TryAdd(id, true) && !_waiting.Writer.TryWrite(id))
        {
            _known.TryRemove(id, out _);
        }
    }

    /// <summary>Sends until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var id in _waiting.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await TellAsync(id, stopping);
            }
            finally
            {
                _known.TryRemove(id, out _);
            }
        }
    }

    /// <summary>Tells the recipient what is due of a review.</summary>
    public async Task TellAsync(ReviewId id, CancellationToken stopping)
    {
        if (!await mayTell(stopping) || await desk.FindAsync(id, stopping) is not { } item)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (NoticePlan.Of(item, audiences, now, heldUntil(item)).FirstOrDefault(notice => notice.To == audience && notice.NotBefore <= now) is not { } planned)
        {
            return;
        }

        var outcome = await channel.SendAsync(new ReviewNotice(ReviewNotice.IdOf(item, planned), planned.Kind, item, links.For(item, channel.Recipient), now), stopping);
        NoticeMetrics.Sent(planned, outcome);

        // It has left: that is recorded even while the server stops, or the next start would say it again.
        await desk.ToldAsync(id, channel.Name, channel.Recipient, planned.Stage, (outcome as NoticeOutcome.Failed)?.Problem, CancellationToken.None);
    }
}
