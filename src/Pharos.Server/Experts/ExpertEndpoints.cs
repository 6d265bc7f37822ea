using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Events.Projections;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Experts;

/// <summary>Experts over HTTP: register, say that one is there, list them, keep one from tasks.</summary>
internal sealed class ExpertEndpoints(ExpertParts experts, Projection<TaskBoard> board, TokenLedger tokens, SigningKeys keys)
{
    private const string Base = "/api/experts";

    public void Map(RouteMap routes)
    {
        routes.Map("GET", Base, ListAsync);
        routes.Map("POST", Base, RegisterAsync);
        routes.Map("GET", Base + "/{id}", FindAsync);
        routes.Map("POST", Base + "/{id}/heartbeat", BeatAsync);
        routes.Map("POST", Base + "/{id}/suspend", context => StepAsync(context, (id, reason, by) => experts.Desk.SuspendAsync(id, by, reason, context.RequestAborted)));
        routes.Map("POST", Base + "/{id}/resume", context => StepAsync(context, (id, _, by) => experts.Desk.ResumeAsync(id, by, context.RequestAborted)));
    }

    private async Task RegisterAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.ExpertProfileContract);
        var caller = Admission.Of(context).Caller;
        var (id, role) = (body?.Id ?? caller.Subject, caller.Role);
        problem ??= body!.HasNull ? new Problem("request.malformed", "A list holds a null.") : null;
        if (problem is null && id != caller.Subject)
        {
            problem = caller.Role != Role.Admin
                ? new Problem("agent.mismatch", $"The token is {caller.Subject}'s, so it cannot register {id}.", StatusCodes.Status403Forbidden)
                : !TokenClaims.IsSubject(id) || tokens.WorkerRoleOf(id) is null ? new Problem("expert.token", $"{id} holds no token as expert or agent. Issue one first: \"pharos token create --subject {id} --role expert\".", StatusCodes.Status409Conflict)
                : null;
            role = tokens.WorkerRoleOf(id) ?? role;
        }
        else if (problem is null && caller.Role == Role.Admin)
        {
            problem = new Problem("expert.token", "An administrator is no expert. Name the \"id\" of an expert or agent.");
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        switch (await experts.Desk.RegisterAsync(new ExpertId(id), role, body!.ToProfile(), caller, context.RequestAborted))
        {
            case ExpertOutcome.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
            case ExpertOutcome.Changed changed:
                await JsonBody.WriteAsync(
                    context,
                    new ExpertRegisteredContract(ExpertContract.Of(Looked(changed.Expert)), experts.Options.HeartbeatEvery.TotalSeconds, keys.Of(changed.Expert.Id, changed.Expert.Generation)),
                    ServerJson.Default.ExpertRegisteredContract,
                    changed.Expert.Generation == 1 ? StatusCodes.Status201Created : StatusCodes.Status200OK);
                return;
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (kind, capability, workspace, state) = (Text(query, "kind"), Text(query, "capability"), Text(query, "workspace"), Text(query, "state"));
        if (state is not null && !ExpertContract.States.Contains(state))
        {
            await context.FailAsync(new Problem("expert.query", $"\"state\" is one of {string.Join(", ", ExpertContract.States)}."));
            return;
        }

        var found = experts.Roster.Read((roster, _) => roster.All.ToList())
            .Where(expert => (kind is null || expert.Profile.Kinds.Contains(kind)) && (capability is null || expert.Profile.Capabilities.Contains(capability)) && expert.Profile.WorksIn(workspace))
            .Select(expert => ExpertContract.Of(Looked(expert)))
            .Where(expert => state is null || expert.State == state)
            .OrderByDescending(expert => kind == TaskKinds.Judge ? expert.Scores.Judge : expert.Scores.Work).ThenBy(expert => expert.Id, StringComparer.Ordinal);
        await JsonBody.WriteAsync(context, new ExpertListContract([.. found]), ServerJson.Default.ExpertListContract);
    }

    private Task FindAsync(HttpContext context) => experts.Roster.Read((roster, _) => roster.Find(ExpertRoute.IdOf(context))) is { } expert
        ? JsonBody.WriteAsync(context, ExpertContract.Of(Looked(expert)), ServerJson.Default.ExpertContract)
        : context.FailAsync(ExpertRoute.Unknown(context));

    private async Task BeatAsync(HttpContext context)
    {
        var id = ExpertRoute.IdOf(context);
        if (!ExpertRoute.IsSelf(context) || await experts.Desk.FindAsync(id, context.RequestAborted) is not { } expert)
        {
            await context.FailAsync(ExpertRoute.Unknown(context));
            return;
        }

        await experts.Desk.SeenAsync(id, context.RequestAborted);
        var seen = ExpertContract.Of(Looked(expert));
        await JsonBody.WriteAsync(context, new HeartbeatContract(id.Value, seen.State, experts.Options.HeartbeatEvery.TotalSeconds, seen.Load), ServerJson.Default.HeartbeatContract);
    }

    private async Task StepAsync(HttpContext context, Func<ExpertId, string?, Caller, ValueTask<ExpertOutcome>> move)
    {
        var (body, problem) = context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.Contains("chunked")
            ? (new ExpertStepContract(), null)
            : await JsonBody.ReadAsync(context, ServerJson.Default.ExpertStepContract);
        if (problem is null && body!.Reason?.Length > ExpertDesk.MaximumReasonCharacters)
        {
            problem = new Problem("expert.reason", $"\"reason\" has at most {ExpertDesk.MaximumReasonCharacters} characters.");
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await (await move(ExpertRoute.IdOf(context), body!.Reason, Admission.Of(context).Caller) switch
        {
            ExpertOutcome.Changed changed => JsonBody.WriteAsync(context, ExpertContract.Of(Looked(changed.Expert)), ServerJson.Default.ExpertContract),
            ExpertOutcome.Refused refused => context.FailAsync(refused.Problem),
            _ => throw new InvalidOperationException("An expert outcome without a case."),
        });
    }

    // The roster knows when somebody was seen last, which the expert's own stream does not say.
    private ExpertCandidate Looked(Expert expert)
    {
        var known = experts.Roster.Read((roster, _) => roster.Find(expert.ExpertId));
        var seen = known is null || known.Version < expert.Version ? expert : known;
        return board.Read((state, _) => state.Look(seen));
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
