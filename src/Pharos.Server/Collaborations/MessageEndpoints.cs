using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Collaborations;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>What is said and decided in a session, over HTTP.</summary>
internal sealed class MessageEndpoints(CollaborationParts parts, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Most messages of one answer.</summary>
    public const int MaximumMessages = 200;

    public void Map(RouteMap routes)
    {
        routes.Map("POST", CollaborationRoute.Base + "messages", context => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.MessageRequestContract,
            body => body.Agent,
            (id, body, by) => parts.Desk.CommentAsync(id, by, body.Text, body.About, context.RequestAborted),
            session => CollaborationShapes.Of(session.Messages[^1]),
            ServerJson.Default.MessageContract,
            StatusCodes.Status201Created));
        routes.Map("POST", CollaborationRoute.Base + "decisions", context => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.DecisionRequestContract,
            body => body.Agent,
            (id, body, by) => parts.Desk.DecideAsync(id, by, body.Text, body.Reason, context.RequestAborted),
            session => CollaborationShapes.Of(session.Decisions[^1]),
            ServerJson.Default.DecisionContract,
            StatusCodes.Status201Created));
        routes.Map("GET", CollaborationRoute.Base + "messages", ReadAsync);
    }

    private async Task ReadAsync(HttpContext context)
    {
        var (after, wait) = (0, TimeSpan.Zero);
        var problem = context.Request.Query["after"].ToString() is { Length: > 0 } seen && !int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out after)
            ? new Problem("collaboration.query", "\"after\" is the number of a message, or 0.")
            : context.Request.Query["wait"].ToString() is { Length: > 0 } text && (!Duration.TryParse(text, out wait) || wait > ReviewedDecisions.LongestWait)
                ? new Problem("collaboration.query", $"\"wait\" is {Duration.Form}, at most {ReviewedDecisions.LongestWait.TotalMinutes:0}m.")
                : null;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (await CollaborationRoute.FindAsync(context, parts.Desk) is not { } session)
        {
            return;
        }

        if (wait > TimeSpan.Zero)
        {
            using var place = parts.Calls.TryTake(Admission.Of(context).Caller.Subject);
            if (place is null)
            {
                await context.FailAsync(new Problem(
                    "collaboration.flood", $"{parts.Options.WaitingCallsPerAgent} calls of yours wait already. Ask without waiting, or hold a stream.", StatusCodes.Status429TooManyRequests));
                return;
            }

            using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            if (await parts.Watch.SaidAsync(new CollaborationId(session.Head.Id), Admission.Of(context).Caller, after, wait, gone.Token) is not { } said)
            {
                await context.FailAsync(CollaborationRoute.Unknown(context));
                return;
            }

            session = said;
        }

        var messages = session.Messages.Skip(after).Take(MaximumMessages).Select(CollaborationShapes.Of).ToList();
        var state = CollaborationStages.NameOf(session.Head.StageAt(clock.GetUtcNow()));
        await JsonBody.WriteAsync(context, new MessageListContract(messages, messages.Count == 0 ? after : messages[^1].Number, state), ServerJson.Default.MessageListContract);
    }
}
