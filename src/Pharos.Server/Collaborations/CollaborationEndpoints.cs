using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>Sessions over HTTP: start one, look at one as it stands or stood, come, go, end it.</summary>
internal sealed class CollaborationEndpoints(CollaborationParts parts, TimeProvider clock)
{
    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/collaborations", StartAsync);
        routes.Map("GET", "/api/collaborations/{id}", ShowAsync);
        routes.Map("POST", CollaborationRoute.Base + "accept", context => StepAsync(context, (id, _, by) => parts.Desk.AcceptAsync(id, by, context.RequestAborted)));
        routes.Map("POST", CollaborationRoute.Base + "join", context => StepAsync(context, (id, _, by) => parts.Desk.JoinAsync(id, by, context.RequestAborted)));
        routes.Map("POST", CollaborationRoute.Base + "leave", context => StepAsync(context, (id, step, by) => parts.Desk.LeaveAsync(id, by, step.Text, context.RequestAborted)));
        routes.Map("POST", CollaborationRoute.Base + "end", context => StepAsync(context, (id, step, by) => parts.Desk.EndAsync(id, by, step.Summary, context.RequestAborted)));
        routes.Map("POST", CollaborationRoute.Base + "participants/{agent}/remove", context => StepAsync(
            context, (id, step, by) => parts.Desk.RemoveAsync(id, by, context.Request.RouteValues["agent"] as string ?? "", step.Reason ?? step.Text, context.RequestAborted)));
        routes.Map("POST", CollaborationRoute.Base + "invite", context => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.InvitationContract,
            body => body.Agent,
            (id, body, by) => parts.Desk.InviteAsync(id, by, body.Participant, body.Role, context.RequestAborted),
            Head,
            ServerJson.Default.CollaborationContract));
    }

    private async Task StartAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.CollaborationRequestContract);
        var caller = Admission.Of(context).Caller;
        PairMode? mode = PairModes.TryParse(body?.Mode, out var named) ? named : null;
        var (idle, wrong) = CollaborationRoute.TimeOf("idle", body?.Idle);
        problem ??= body!.Agent is { } agent && agent != caller.Subject ? CollaborationRoute.Mismatch(caller)
            : body.Mode is not null && mode is null ? new Problem("collaboration.mode", "\"mode\" is passive, active, collaborative or review.")
            : body.Participants?.Any(static one => one is null) == true || body.Capabilities?.Any(static one => one is null) == true ? new Problem("request.malformed", "A list holds a null.")
            : wrong;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        var request = new CollaborationRequest
        {
            Kind = body!.Kind,
            Objective = body.Objective,
            Mode = mode,
            Participants = [.. (body.Participants ?? []).Select(one => (one.Agent, one.Role))],
            Capabilities = body.Capabilities ?? [],
            Idle = idle,
        };
        await (await parts.Desk.StartAsync(request, caller, context.RequestAborted) switch
        {
            CollaborationOutcome.Changed changed => JsonBody.WriteAsync(context, Head(changed.Session), ServerJson.Default.CollaborationContract, StatusCodes.Status201Created),
            CollaborationOutcome.Refused refused => context.FailAsync(refused.Problem),
            _ => throw new InvalidOperationException("An outcome of a session without a case."),
        });
    }

    private async Task ShowAsync(HttpContext context)
    {
        var at = context.Request.Query["at"].ToString();
        if (at.Length > 0 && !(long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
        {
            await context.FailAsync(new Problem("collaboration.at", "\"at\" is a position of the log: a whole number from 1."));
            return;
        }

        // Who may read now may read how it stood before they came.
        Position? position = at.Length > 0 ? new Position(long.Parse(at, CultureInfo.InvariantCulture)) : null;
        if (await CollaborationRoute.FindAsync(context, parts.Desk) is not { } session)
        {
            return;
        }

        if (position is { } then)
        {
            if (await parts.Desk.FindAsync(new CollaborationId(session.Head.Id), then, context.RequestAborted) is not { } before)
            {
                await context.FailAsync(new Problem("collaboration.unknown", $"The session had not been started at position {position}.", StatusCodes.Status404NotFound));
                return;
            }

            session = before;
        }

        // How it stood is said for the moment of its last event: whether it has expired since then is another question.
        var now = position is null ? clock.GetUtcNow() : session.Head.LastAt;
        await JsonBody.WriteAsync(context, CollaborationShapes.Of(session, position?.Value, now), ServerJson.Default.CollaborationDetailContract);
    }

    private Task StepAsync(HttpContext context, Func<CollaborationId, CollaborationStepContract, Pharos.Agents.Caller, ValueTask<CollaborationOutcome>> move) => CollaborationRoute.StepAsync(
        context, ServerJson.Default.CollaborationStepContract, body => body.Agent, move, Head, ServerJson.Default.CollaborationContract);

    private CollaborationContract Head(Collaboration session) => CollaborationShapes.Of(session.Head, clock.GetUtcNow());
}
