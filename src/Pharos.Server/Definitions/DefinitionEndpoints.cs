using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review.Definitions;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Definitions;

/// <summary>Definitions of tools over HTTP: what is pinned, what waits, and a person's word about it.</summary>
internal sealed class DefinitionEndpoints(DefinitionBook book, TimeProvider clock)
{
    /// <summary>Most definitions of one answer.</summary>
    public const int MaximumItems = 1_000;

    private const int LongestReason = 2_000;

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/definitions", ListAsync);
        routes.Map("GET", "/api/definitions/{id}", FindAsync);
        routes.Map("POST", "/api/definitions/{id}/approve", context => SayAsync(context, isApproval: true));
        routes.Map("POST", "/api/definitions/{id}/forget", context => SayAsync(context, isApproval: false));
    }

    private async Task ListAsync(HttpContext context)
    {
        await book.FollowAsync(context.RequestAborted);
        var (now, query) = (clock.GetUtcNow(), context.Request.Query);
        bool Fits(string name, string value) => query[name].ToString() is not { Length: > 0 } wanted || wanted == value;
        var found = book.Known.Read((state, _) => state.All.ToList())
            .Select(entry => DefinitionContract.Of(entry, now, book.Undo))
            .OfType<DefinitionContract>()
            .Where(entry => Fits("agent", entry.Agent) && Fits("server", entry.Server) && Fits("tool", entry.Tool) && Fits("workspace", entry.Workspace) && Fits("state", entry.State))
            .OrderBy(entry => entry.State == "pinned")
            .ThenBy(entry => entry.Server, StringComparer.Ordinal)
            .ThenBy(entry => entry.Tool, StringComparer.Ordinal)
            .ThenBy(entry => entry.Id)
            .Take(MaximumItems);
        await JsonBody.WriteAsync(context, new DefinitionListContract([.. found]), ServerJson.Default.DefinitionListContract);
    }

    private async Task FindAsync(HttpContext context)
    {
        await book.FollowAsync(context.RequestAborted);
        var entry = IdOf(context) is { } id ? book.Known.Read((state, _) => state.Find(id)) : null;
        await (entry is not null && DefinitionContract.Of(entry, clock.GetUtcNow(), book.Undo) is { } found
            ? JsonBody.WriteAsync(context, found, ServerJson.Default.DefinitionContract)
            : context.FailAsync(Unknown(context)));
    }

    private async Task SayAsync(HttpContext context, bool isApproval)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.DefinitionWordContract);
        problem ??= body!.Reason is { Length: > LongestReason } ? new Problem("definition.reason", $"\"reason\" has at most {LongestReason} characters.") : null;
        problem ??= IdOf(context) is null ? Unknown(context) : null;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        var (id, caller) = (IdOf(context)!.Value, Admission.Of(context).Caller);
        var outcome = isApproval
            ? await book.ApproveAsync(id, caller, body!.Hash, body.Reason, context.RequestAborted)
            : await book.ForgetAsync(id, caller, body!.Reason, context.RequestAborted);
        await (outcome switch
        {
            DefinitionOutcome.Recorded recorded when isApproval && DefinitionContract.Of(recorded.Entry, clock.GetUtcNow(), book.Undo) is { } approved =>
                JsonBody.WriteAsync(context, approved, ServerJson.Default.DefinitionContract),
            DefinitionOutcome.Recorded => JsonBody.WriteAsync(context, new DefinitionForgottenContract(id), ServerJson.Default.DefinitionForgottenContract),
            DefinitionOutcome.Refused refused => context.FailAsync(refused.Problem),
            _ => throw new InvalidOperationException("A definition outcome without a case."),
        });
    }

    private static Guid? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? id : null;

    private static Problem Unknown(HttpContext context) =>
        new("definition.unknown", $"There is no definition {context.Request.RouteValues["id"]}, or it was forgotten.", StatusCodes.Status404NotFound);
}
