using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Review;

/// <summary>What the routes of reviews share: the id in the path, and how an outcome is said.</summary>
internal static class ReviewRoute
{
    public static ReviewId? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? new ReviewId(id) : null;

    public static Problem Unknown(HttpContext context) => new("review.unknown", $"There is no review {context.Request.RouteValues["id"]}.", StatusCodes.Status404NotFound);

    /// <summary>What is wrong with a reason's length; null for nothing.</summary>
    public static Problem? CheckReason(string? reason) =>
        reason?.Length > Judgement.MaximumReasonCharacters ? new Problem("review.reason", $"\"reason\" has at most {Judgement.MaximumReasonCharacters} characters.") : null;

    /// <summary>The review as it stands, or the problem together with the review: who comes second learns how it was decided.</summary>
    public static Task AnswerAsync(HttpContext context, ReviewOutcome outcome, TimeProvider clock) => outcome switch
    {
        ReviewOutcome.Changed changed => JsonBody.WriteAsync(context, ReviewContract.Of(changed.Item, clock.GetUtcNow()), ServerJson.Default.ReviewContract),
        ReviewOutcome.Refused refused => RefuseAsync(context, refused, clock),
        _ => throw new InvalidOperationException("A review outcome without a case."),
    };

    private static Task RefuseAsync(HttpContext context, ReviewOutcome.Refused refused, TimeProvider clock)
    {
        context.Response.StatusCode = refused.Problem.Status;
        return JsonBody.WriteAsync(
            context,
            writer => ProblemJson.Write(writer, refused.Problem, CorrelationFeature.Of(context), more =>
            {
                if (refused.Current is { } current)
                {
                    more.WritePropertyName("review");
                    JsonSerializer.Serialize(more, ReviewContract.Of(current, clock.GetUtcNow()), ServerJson.Default.ReviewContract);
                }
            }),
            "application/problem+json");
    }
}
