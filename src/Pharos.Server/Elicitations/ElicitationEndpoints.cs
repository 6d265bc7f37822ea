using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Elicitations;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Elicitations;

/// <summary>Elicitations over HTTP: ask, wait for the answer, answer, decline, cancel.</summary>
internal sealed class ElicitationEndpoints(ElicitationParts parts, TimeProvider clock, CancellationToken stopping)
{
    private const string One = "/api/elicitations/{id}";

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/elicitations", AskAsync);
        routes.Map("GET", One, FindAsync);
        routes.Map("POST", One + "/respond", context => MoveAsync(
            context,
            ServerJson.Default.ElicitationAnswerContract,
            body => (body.Agent, null),
            (id, by, body) => parts.Desk.RespondAsync(id, by, body.Nonce, body.Content, context.RequestAborted)));
        routes.Map("POST", One + "/decline", context => MoveAsync(
            context, ServerJson.Default.ElicitationEndContract, body => (body.Agent, body.Reason), (id, by, body) => parts.Desk.DeclineAsync(id, by, body.Nonce, body.Reason, context.RequestAborted)));
        routes.Map("POST", One + "/cancel", context => MoveAsync(
            context, ServerJson.Default.ElicitationEndContract, body => (body.Agent, body.Reason), (id, by, body) => parts.Desk.CancelAsync(id, by, body.Nonce, body.Reason, context.RequestAborted)));
    }

    private async Task AskAsync(HttpContext context)
    {
        var (wait, problem) = ElicitationRoute.WaitOf(context);
        var (body, unreadable) = await JsonBody.ReadAsync(context, ServerJson.Default.ElicitationRequestContract);
        var caller = Admission.Of(context).Caller;
        var (timeout, wrong) = TimeoutOf(body?.Timeout);
        problem ??= unreadable ?? ElicitationRoute.CheckNamed("from", body!.From, caller) ?? wrong;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        using var place = wait > TimeSpan.Zero ? parts.Calls.TryTake(caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            await context.FailAsync(ElicitationRoute.TooManyWait());
            return;
        }

        var outcome = await parts.Desk.AskAsync(caller, body!.To, body.Message, body.Schema, timeout, context.RequestAborted);
        if (outcome is ElicitationOutcome.Changed asked && wait > TimeSpan.Zero)
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            var id = asked.Item.ElicitationId;
            outcome = await parts.Watch.EndedAsync(id, static _ => true, wait, gone.Token) is { } ended
                ? new ElicitationOutcome.Changed(ended)
                : new ElicitationOutcome.Refused(ElicitationDesk.Unknown(id), null);
        }

        await ElicitationRoute.AnswerAsync(context, outcome, parts.Desk, clock, StatusCodes.Status201Created);
    }

    private async Task FindAsync(HttpContext context)
    {
        var (wait, problem) = ElicitationRoute.WaitOf(context);
        var id = ElicitationRoute.IdOf(context);
        if (problem is not null || id is null)
        {
            await context.FailAsync(problem ?? ElicitationRoute.Unknown(context));
            return;
        }

        var caller = Admission.Of(context).Caller;
        using var place = wait > TimeSpan.Zero ? parts.Calls.TryTake(caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            await context.FailAsync(ElicitationRoute.TooManyWait());
            return;
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (await parts.Watch.EndedAsync(id.Value, item => MaySee(item, caller), wait, gone.Token) is not { } item)
        {
            await context.FailAsync(ElicitationRoute.Unknown(context));
            return;
        }

        await JsonBody.WriteAsync(context, ElicitationContract.Of(item, parts.Desk.NonceFor(item, caller.Subject), clock.GetUtcNow()), ServerJson.Default.ElicitationContract);
    }

    private async Task MoveAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<T, (string? Agent, string? Reason)> named, Func<ElicitationId, Caller, T, ValueTask<ElicitationOutcome>> move)
        where T : class
    {
        var (body, problem) = await JsonBody.ReadAsync(context, type);
        var caller = Admission.Of(context).Caller;
        var id = ElicitationRoute.IdOf(context);
        problem ??= (id is null ? ElicitationRoute.Unknown(context) : null) ?? ElicitationRoute.CheckNamed("agent", named(body!).Agent, caller) ?? CheckReason(named(body!).Reason);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await ElicitationRoute.AnswerAsync(context, await move(id!.Value, caller, body!), parts.Desk, clock);
    }

    private static Problem? CheckReason(string? reason) => reason?.Length > ElicitationOptions.MaximumReasonCharacters
        ? new Problem("elicitation.reason", $"\"reason\" has at most {ElicitationOptions.MaximumReasonCharacters} characters.")
        : null;

    private static (TimeSpan? Timeout, Problem? Problem) TimeoutOf(string? text) => text is null ? (null, null)
        : Duration.TryParse(text, out var time) ? (time, null)
        : (null, new Problem("elicitation.timeout", $"\"timeout\" is {Duration.Form}."));

    /// <summary>Whether a caller may see an elicitation: it is theirs, or they read everything.</summary>
    public static bool MaySee(Elicitation item, Caller caller) => item.Concerns(caller.Subject) || RouteAccess.Readers.Permits(caller.Role);
}
