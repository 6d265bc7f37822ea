using System.Security.Cryptography;
using System.Text;
using Pharos.Review.Links;

namespace Pharos.Review.Notices;

/// <summary>What somebody is told.</summary>
/// <param name="Id">Its identity: the same whenever the same is told to the same person again, so that a receiver can drop the second.</param>
/// <param name="Kind">Why they are told.</param>
/// <param name="Item">The review.</param>
/// <param name="Links">Where they look and decide.</param>
/// <param name="At">When it was made.</param>
public sealed record ReviewNotice(Guid Id, NoticeKind Kind, ReviewItem Item, ReviewLinkSet Links, DateTimeOffset At)
{
    internal static Guid IdOf(ReviewItem item, PlannedNotice planned) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{item.Id:N} {planned.To.Channel} {planned.To.Recipient} {planned.Stage.Level} {planned.Stage.Lateness}")).AsSpan(0, 16));
}
