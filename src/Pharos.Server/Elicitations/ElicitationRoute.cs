using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Elicitations;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Elicitations;

/// <summary>What the routes of elicitations share: the id in the path, the time to wait, and how an outcome is said.</summary>
internal static class ElicitationRoute
{
    public static ElicitationId? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? new ElicitationId(id) : null;

    public static Problem Unknown(HttpContext context) => new("elicitation.unknown", $"There is no elicitation {context.Request.RouteValues["id"]} that you may see.", StatusCodes.Status404NotFound);

    /// <summary>How long the caller waits; none where no time is named.</summary>
    public static (TimeSpan Wait, Problem? Problem) WaitOf(HttpContext context) => context.Request.Query["wait"].ToString() is not { Length: > 0 } text ? (TimeSpan.Zero, null)
        : Duration.TryParse(text, out var wait) && wait <= ReviewedDecisions.LongestWait ? (wait, null)
        : (TimeSpan.Zero, new Problem("elicitation.wait", $"\"wait\" is {Duration.Form}, at most {ReviewedDecisions.LongestWait.TotalMinutes:0}m."));

    /// <summary>What is wrong when a body names somebody else than the token does; null for nothing.</summary>
    public static Problem? CheckNamed(string member, string? named, Caller caller) => named is null || named == caller.Subject ? null
        : new Problem("agent.mismatch", $"The token belongs to \"{caller.Subject}\", so \"{member}\" may not be another. Leave it out.", StatusCodes.Status403Forbidden);

    public static Problem TooManyWait() => new(
        "elicitation.flood", $"{ElicitationParts.WaitingCallsPerAgent} calls of yours wait already. Ask without waiting, or hold a stream.", StatusCodes.Status429TooManyRequests);

    /// <summary>The elicitation as it stands, or the problem together with it and with the places that do not fit.</summary>
    public static Task AnswerAsync(HttpContext context, ElicitationOutcome outcome, ElicitationDesk desk, TimeProvider clock, int status = StatusCodes.Status200OK)
    {
        var subject = Admission.Of(context).Caller.Subject;
        return outcome switch
        {
            ElicitationOutcome.Changed changed => JsonBody.WriteAsync(
                context, ElicitationContract.Of(changed.Item, desk.NonceFor(changed.Item, subject), clock.GetUtcNow()), ServerJson.Default.ElicitationContract, status),
            ElicitationOutcome.Refused { Current: null } refused => context.FailAsync(refused.Problem, refused.RetryAfter),
            ElicitationOutcome.Refused refused => RefuseAsync(context, refused, refused.Current, clock),
            _ => throw new InvalidOperationException("An outcome of an elicitation without a case."),
        };
    }

    private static Task RefuseAsync(HttpContext context, ElicitationOutcome.Refused refused, Elicitation current, TimeProvider clock)
    {
        context.Response.StatusCode = refused.Problem.Status;
        return JsonBody.WriteAsync(
            context,
            writer => ProblemJson.Write(writer, refused.Problem, CorrelationFeature.Of(context), more =>
            {
                if (refused.Errors.Count > 0)
                {
                    more.WritePropertyName("errors");
                    JsonSerializer.Serialize(more, refused.Errors, ServerJson.Default.IReadOnlyListFormError);
                }

                more.WritePropertyName("elicitation");
                JsonSerializer.Serialize(more, ElicitationContract.Of(current, null, clock.GetUtcNow()), ServerJson.Default.ElicitationContract);
            }),
            "application/problem+json");
    }
}
