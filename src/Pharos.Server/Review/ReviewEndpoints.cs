using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Review.Context;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Review;

/// <summary>Reviews over HTTP: list them, look at one, move it.</summary>
internal sealed class ReviewEndpoints(ReviewParts reviews, ProposalArchive archive, IReadOnlyList<IContextSource> sources, TimeProvider clock)
{
    private const string Base = "/api/reviews/{id}/";

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/reviews/{id}", FindAsync);
        routes.Map("POST", Base + "claim", context => StepAsync(context, (id, step, by) => reviews.Desk.ClaimAsync(id, by, step.Takeover, step.Version, context.RequestAborted)));
        routes.Map("POST", Base + "release", context => StepAsync(context, (id, _, by) => reviews.Desk.ReleaseAsync(id, by, context.RequestAborted)));
        routes.Map("POST", Base + "renew", context => StepAsync(context, (id, _, by) => reviews.Desk.RenewAsync(id, by, context.RequestAborted)));
        routes.Map("POST", Base + "snooze", context => StepAsync(
            context, (id, step, by) => reviews.Desk.SnoozeAsync(id, by, step.Until ?? clock.GetUtcNow() + TimeSpan.FromMinutes(30), step.Reason, step.Version, context.RequestAborted)));
        routes.Map("POST", Base + "escalate", context => StepAsync(context, (id, step, by) => reviews.Desk.EscalateAsync(id, by, step.Reason, step.Version, context.RequestAborted)));
        routes.Map("POST", Base + "undo", context => StepAsync(context, (id, _, by) => reviews.Desk.UndoAsync(id, by, context.RequestAborted)));
    }

    private async Task FindAsync(HttpContext context)
    {
        if (ReviewRoute.IdOf(context) is not { } id || await reviews.Desk.FindAsync(id, context.RequestAborted) is not { } item)
        {
            await context.FailAsync(ReviewRoute.Unknown(context));
            return;
        }

        var found = await archive.FindAsync(new ProposalId(item.Request.Proposal), context.RequestAborted);
        var given = new List<(string Name, RegoValue Value)>();
        foreach (var source in found is null ? [] : sources)
        {
            given.Add((source.Name, await source.GiveAsync(item, found!, context.RequestAborted)));
        }

        await JsonBody.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("review");
            JsonSerializer.Serialize(writer, ReviewContract.Of(item, clock.GetUtcNow()), ServerJson.Default.ReviewContract);
            if (found is not null)
            {
                writer.WritePropertyName("proposal");
                AnswerJson.Write(writer, ReviewAnswers.Of(found.Answer, item), found.Facts);
                writer.WritePropertyName("input");
                MaskedJson.Write(writer, found.Input);
            }

            foreach (var (name, value) in given)
            {
                writer.WritePropertyName(name);
                MaskedJson.Write(writer, value);
            }

            writer.WriteEndObject();
        });
    }

    private async Task StepAsync(HttpContext context, Func<ReviewId, ReviewStepContract, Pharos.Agents.Caller, ValueTask<ReviewOutcome>> move)
    {
        var (body, problem) = context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.Contains("chunked")
            ? (new ReviewStepContract(), null)
            : await JsonBody.ReadAsync(context, ServerJson.Default.ReviewStepContract);
        var id = ReviewRoute.IdOf(context);
        problem ??= ReviewRoute.CheckReason(body!.Reason);
        if (problem is not null || id is null)
        {
            await context.FailAsync(problem ?? ReviewRoute.Unknown(context));
            return;
        }

        await ReviewRoute.AnswerAsync(context, await move(id.Value, body!, Admission.Of(context).Caller), clock);
    }
}
