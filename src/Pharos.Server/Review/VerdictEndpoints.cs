using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Review;

/// <summary>Verdicts over HTTP: one, or one on several reviews.</summary>
internal sealed class VerdictEndpoints(ReviewParts reviews, EditedInput edited, Doorkeeper doorkeeper, TimeProvider clock)
{
    /// <summary>Most reviews in one request.</summary>
    public const int MaximumItems = 200;

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/reviews/{id}/verdict", JudgeAsync);
        routes.Map("POST", "/api/reviews/verdicts", JudgeManyAsync);
    }

    private async Task JudgeAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.VerdictContract);
        var id = ReviewRoute.IdOf(context);
        var (grant, refused) = GrantReading.Of(body?.Grant);
        problem ??= (id is null ? ReviewRoute.Unknown(context) : Check(body!.Verdict, body.Reason)) ?? refused;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        _ = VerdictKinds.TryParse(body!.Verdict, out var kind);
        var judgement = new Judgement(kind) { Reason = body.Reason, Edited = body.Edited, Grant = grant, Version = body.Version };
        if (judgement.Edited is not null && await reviews.Desk.FindAsync(id!.Value, context.RequestAborted) is { } item)
        {
            (var checkedOne, problem) = await edited.CheckAsync(item, judgement, context.RequestAborted);
            if (problem is not null)
            {
                await context.FailAsync(problem);
                return;
            }

            judgement = checkedOne!;
        }

        await ReviewRoute.AnswerAsync(context, await reviews.Desk.JudgeAsync(id!.Value, Admission.Of(context).Caller, judgement, context.RequestAborted), clock);
    }

    private async Task JudgeManyAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.BulkVerdictContract);
        problem ??= body!.Items.Count is 0 or > MaximumItems ? new Problem("review.bulk", $"\"items\" holds 1 to {MaximumItems} reviews; this one has {body.Items.Count}.") : body.Items.Any(static item => item is null) ? new Problem("review.bulk", "\"items\" holds a null; an object with \"id\" is expected.") : Check(body.Verdict, body.Reason);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (doorkeeper.RefuseMore(context, body!.Items.Count - 1) is { } refusal)
        {
            await context.FailAsync(refusal.Problem, refusal.RetryAfter);
            return;
        }

        _ = VerdictKinds.TryParse(body.Verdict, out var kind);
        var results = new List<BulkItemResultContract>(body.Items.Count);
        foreach (var item in body.Items)
        {
            results.Add(await JudgeOneAsync(item, kind, body.Reason, Admission.Of(context).Caller, context.RequestAborted));
        }

        await JsonBody.WriteAsync(context, new BulkResultContract(results), ServerJson.Default.BulkResultContract);
    }

    private async Task<BulkItemResultContract> JudgeOneAsync(BulkItemContract item, VerdictKind kind, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await reviews.Desk.JudgeAsync(new ReviewId(item.Id), caller, new Judgement(kind) { Reason = reason, Version = item.Version, Via = Judgement.Bulk }, cancellationToken);
        return outcome switch
        {
            ReviewOutcome.Changed changed => new BulkItemResultContract(item.Id, null, null, ReviewContract.Of(changed.Item, clock.GetUtcNow())),
            ReviewOutcome.Refused refused => new BulkItemResultContract(
                item.Id, refused.Problem.Code, refused.Problem.Message, refused.Current is { } current ? ReviewContract.Of(current, clock.GetUtcNow()) : null),
            _ => throw new InvalidOperationException("A review outcome without a case."),
        };
    }

    private static Problem? Check(string verdict, string? reason) =>
        !VerdictKinds.TryParse(verdict, out _) ? new Problem("review.verdict", "\"verdict\" is approve, reject or respond.")
        : ReviewRoute.CheckReason(reason);
}
