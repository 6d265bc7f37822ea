using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review.Elicitations;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Elicitations;

/// <summary>Lists of elicitations over HTTP; with <c>wait</c>, held back until somebody is asked.</summary>
internal sealed class ElicitationList(ElicitationParts parts, TimeProvider clock, CancellationToken stopping)
{
    public void Map(RouteMap routes) => routes.Map("GET", "/api/elicitations", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var caller = Admission.Of(context).Caller;
        var (filter, problem) = ElicitationFilter.Read(context.Request.Query, caller);
        var (wait, wrong) = ElicitationRoute.WaitOf(context);
        problem ??= wrong ?? (wait > TimeSpan.Zero && filter is not { For: not null, State: ElicitationState.Pending }
            ? new Problem("elicitation.wait", "\"wait\" goes with \"for\" and what is pending: it ends when that one is asked. For an answer: GET /api/elicitations/{id}?wait=30s.")
            : null);
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

        var seen = context.Request.Query["seen"].ToString();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var items = await parts.Watch.NextAsync(
            filter!.For ?? "",
            board => filter.Of(board, clock.GetUtcNow()),
            page => seen.Length == 0 ? page.Count > 0 : ElicitationFilter.TagOf(page) != seen,
            wait,
            gone.Token);
        var now = clock.GetUtcNow();
        await JsonBody.WriteAsync(
            context,
            new ElicitationListContract([.. items.Select(item => ElicitationContract.Of(item, parts.Desk.NonceFor(item, caller.Subject), now))], ElicitationFilter.TagOf(items)),
            ServerJson.Default.ElicitationListContract);
    }
}
