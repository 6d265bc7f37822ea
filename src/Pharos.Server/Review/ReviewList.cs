using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Notices;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Review;

/// <summary>The queue over HTTP: what waits, the most urgent first; or what was decided, the latest first.</summary>
internal sealed class ReviewList(ReviewParts reviews, Projection<PanelBoard> panels, UntoldReviews untold, IEventLog log, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Items of a page that names no limit.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most items of a page.</summary>
    public const int MaximumLimit = 500;

    // A list sees everything that was answered before it was asked for, unless the queue stands still; its health check says so then.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    public void Map(RouteMap routes) => routes.Map("GET", "/api/reviews", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var (filter, problem) = ReviewFilter.Read(context.Request.Query, Admission.Of(context).Caller.Subject);
        var (watch, wrong) = ReviewWatch.Read(context.Request.Query["seen"], context.Request.Query["wait"]);
        if (filter is null || watch is null)
        {
            await context.FailAsync(problem ?? wrong!);
            return;
        }

        using var place = watch.Seen is null ? null : reviews.Calls.TryTake(Admission.Of(context).Caller.Subject);
        if (watch.Seen is not null && place is null)
        {
            await context.FailAsync(new Problem("review.flood", $"{reviews.Options.WaitingCallsPerAgent} calls of yours wait already. Ask without waiting.", StatusCodes.Status429TooManyRequests));
            return;
        }

        try
        {
            await reviews.Queue.ReachedAsync(await log.HeadAsync(context.RequestAborted), context.RequestAborted).WaitAsync(CatchUp, clock, context.RequestAborted);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException)
        {
            // An older list is better than none to somebody who has to decide.
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var page = await watch.NextAsync(reviews.Queue, () => Page(filter), clock, gone.Token);
        if (!filter.IsAboutClosed && Admission.Of(context).Caller.Role is Role.Reviewer or Role.Admin)
        {
            untold.NoteListed();
        }

        await JsonBody.WriteAsync(context, page, ServerJson.Default.ReviewListContract);
    }

    private ReviewListContract Page(ReviewFilter filter)
    {
        var now = clock.GetUtcNow();
        var (found, open) = reviews.Queue.Read((queue, _) =>
        {
            var all = filter.IsAboutClosed ? queue.ClosedAfter(filter.After) : queue.OpenAfter(filter.After);
            return (all.Where(item => filter.Matches(item, now)).Take(filter.Limit + 1).ToList(), queue.OpenCount);
        });
        var page = found.Take(filter.Limit).ToList();
        var next = found.Count > filter.Limit ? filter.PlaceOf(page[^1]) : null;
        var asked = panels.Read((board, _) => page.ConvertAll(item => board.Find(item.Id)));
        return new ReviewListContract([.. page.Zip(asked, (item, panel) => ReviewContract.Of(item, now, panel))], next, open, ReviewWatch.TagOf(page, open, now));
    }
}
