using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>Suggestions over HTTP: make one, judge one, name the proposal that carries one out.</summary>
internal sealed class SuggestionEndpoints(CollaborationParts parts)
{
    private const string One = CollaborationRoute.Base + "suggestions/{n}/";

    public void Map(RouteMap routes)
    {
        routes.Map("POST", CollaborationRoute.Base + "suggestions", context => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.SuggestionRequestContract,
            body => body.Agent,
            (id, body, by) => parts.Desk.SuggestAsync(id, by, body.File, ChangeOf(body), context.RequestAborted),
            session => CollaborationShapes.Of(session.Suggestions[^1]),
            ServerJson.Default.SuggestionContract,
            StatusCodes.Status201Created));
        routes.Map("POST", One + "accept", context => JudgeAsync(context, (id, number, step, by) => parts.Desk.AcceptSuggestionAsync(id, by, number, step.Revision, step.Reason, context.RequestAborted)));
        routes.Map("POST", One + "reject", context => JudgeAsync(context, (id, number, step, by) => parts.Desk.RejectSuggestionAsync(id, by, number, step.Revision, step.Reason, context.RequestAborted)));
        routes.Map("POST", One + "modify", context => OfOneAsync(context, number => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.SuggestionRequestContract,
            body => body.Agent,
            (id, body, by) => parts.Desk.ModifySuggestionAsync(id, by, number, body.Revision, ChangeOf(body), context.RequestAborted),
            session => CollaborationShapes.Of(session.FindSuggestion(number)!),
            ServerJson.Default.SuggestionContract)));
        routes.Map("POST", One + "proposals", context => OfOneAsync(context, number => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.ProposalNamedContract,
            body => body.Agent,
            (id, body, by) => parts.Proposals.ReportAsync(id, by, number, new ProposalId(body.Proposal), context.RequestAborted),
            session => CollaborationShapes.Of(session.FindSuggestion(number)!),
            ServerJson.Default.SuggestionContract)));
    }

    private static Task JudgeAsync(HttpContext context, Func<CollaborationId, int, CollaborationStepContract, Caller, ValueTask<CollaborationOutcome>> judge) =>
        OfOneAsync(context, number => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.CollaborationStepContract,
            body => body.Agent,
            (id, body, by) => judge(id, number, body, by),
            session => CollaborationShapes.Of(session.FindSuggestion(number)!),
            ServerJson.Default.SuggestionContract));

    private static Task OfOneAsync(HttpContext context, Func<int, Task> step) =>
        CollaborationRoute.NumberOf(context) is { } number ? step(number) : context.FailAsync(CollaborationRoute.Unknown(context));

    private static SuggestedChange ChangeOf(SuggestionRequestContract body) => new() { FromLine = body.From, ToLine = body.To, Text = body.Text, Diff = body.Diff, Reason = body.Reason };
}
