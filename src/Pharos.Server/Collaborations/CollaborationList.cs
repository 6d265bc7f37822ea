using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>The list of sessions over HTTP, the latest first; agents see those they were asked into.</summary>
internal sealed class CollaborationList(CollaborationParts parts, IEventLog log, TimeProvider clock)
{
    /// <summary>Items of a page that names no limit.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most items of a page.</summary>
    public const int MaximumLimit = 500;

    // A list sees everything that was answered before it was asked for, unless the board stands still; its health check says so then.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    public void Map(RouteMap routes) => routes.Map("GET", "/api/collaborations", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
        var (state, limit, after) = (Text("state") ?? "open", DefaultLimit, Guid.Empty);
        var isStage = CollaborationStages.TryParse(state, out var stage);
        var problem = !isStage && state is not ("closed" or "all") ? new Problem("collaboration.query", "\"state\" is open (the default, with requested ones), closed, all, requested, ended, declined or expired.")
            : Text("limit") is { } most && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit) ? new Problem("collaboration.query", $"\"limit\" is 1 to {MaximumLimit}.")
            : Text("after") is { } last && !Guid.TryParseExact(last, "D", out after) ? new Problem("collaboration.query", "\"after\" is the \"next\" of the page before.")
            : null;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        try
        {
            await parts.Board.ReachedAsync(await log.HeadAsync(context.RequestAborted), context.RequestAborted).WaitAsync(CatchUp, clock, context.RequestAborted);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException)
        {
            // An older list is better than none.
        }

        var (caller, now) = (Admission.Of(context).Caller, clock.GetUtcNow());
        bool Matches(CollaborationHead head) => CollaborationRules.MayRead(head, caller)
            && (state == "all" || (state == "closed" ? head.IsClosedAt(now) : state == "open" ? !head.IsClosedAt(now) : head.StageAt(now) == stage))
            && (Text("kind") is not { } kind || head.Kind == kind)
            && (Text("agent") is not { } agent || head.Find(agent == "me" ? caller.Subject : agent) is not null);
        var (found, open) = parts.Board.Read((board, _) =>
        {
            var all = (Watches(caller) ? board.Open : board.OpenOf(caller.Subject)).Concat(board.Closed).Where(Matches);
            var rest = after == Guid.Empty ? all : all.SkipWhile(head => head.Id != after).Skip(1);
            return (rest.Take(limit + 1).ToList(), Watches(caller) ? board.OpenCount : board.OpenOf(caller.Subject).Count(head => CollaborationRules.MayRead(head, caller)));
        });
        var page = found.Take(limit).Select(head => CollaborationShapes.Of(head, now)).ToList();
        await JsonBody.WriteAsync(
            context, new CollaborationListContract(page, found.Count > limit ? page[^1].Id : null, open), ServerJson.Default.CollaborationListContract);
    }

    private static bool Watches(Caller caller) => caller.Role is Role.Viewer or Role.Reviewer or Role.Admin;
}
