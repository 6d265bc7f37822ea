using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Proposals;

/// <summary>Proposals over HTTP: decide one, look one up.</summary>
internal sealed class ProposalEndpoints(ReviewedDecisions decisions, ProposalArchive archive, SimilarProposals similar)
{
    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/proposals", DecideAsync);
        routes.Map("GET", "/api/proposals/{id}", FindAsync);
        routes.Map("GET", "/api/proposals/{id}/similar", FindSimilarAsync);
    }

    private async Task DecideAsync(HttpContext context)
    {
        if (WaitOf(context) is not { } wait)
        {
            await context.FailAsync(Wait);
            return;
        }

        switch (await RequestBody.ReadAsync(context, static body => ProposalReader.Read(body)))
        {
            case ProposalReading.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
            case ProposalReading.Read read:
                switch (await decisions.DecideAsync(read.Request, Admission.Of(context).Caller, wait, context.RequestAborted))
                {
                    case PipelineOutcome.Refused refused:
                        await context.FailAsync(refused.Problem);
                        return;
                    case PipelineOutcome.Answered answered:
                        await WriteAsync(context, answered);
                        return;
                }

                break;
        }

        throw new InvalidOperationException("An outcome without a case.");
    }

    private async Task FindAsync(HttpContext context)
    {
        if (WaitOf(context) is not { } wait)
        {
            await context.FailAsync(Wait);
            return;
        }

        if (await FindOwnAsync(context) is { } found)
        {
            // Only whoever proposed takes the verdict by looking; for everybody else it can still be taken back.
            var isProposer = found.Agent == Admission.Of(context).Caller.Subject;
            await WriteAsync(
                context,
                isProposer ? await decisions.SettleAsync(found.Answer, Admission.Of(context).Caller, wait, context.RequestAborted) : await decisions.LookAsync(found.Answer, context.RequestAborted),
                found.Facts);
        }
    }

    private async Task FindSimilarAsync(HttpContext context)
    {
        if (await FindOwnAsync(context) is not { } found)
        {
            return;
        }

        var caller = Admission.Of(context).Caller;
        var earlier = await similar.FindAsync(found, caller.Role == Role.Agent ? caller.Subject : null, context.RequestAborted);
        await JsonBody.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("similar");
            foreach (var answer in earlier)
            {
                AnswerJson.Write(writer, answer, facts: null);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async ValueTask<FoundProposal?> FindOwnAsync(HttpContext context)
    {
        var found = TryReadId(context, out var id) ? await archive.FindAsync(id, context.RequestAborted) : null;
        var caller = Admission.Of(context).Caller;
        if (found is not null && (caller.Role != Role.Agent || found.Agent == caller.Subject))
        {
            return found;
        }

        // The same answer for "not there" and "not yours", so that ids of others cannot be probed.
        await context.FailAsync(Unknown(context));
        return null;
    }

    private static Problem Wait { get; } = new("proposal.wait", $"\"wait\" is {Duration.Form}, at most {ReviewedDecisions.LongestWait.TotalMinutes:0}m.");

    private static TimeSpan? WaitOf(HttpContext context) =>
        context.Request.Query["wait"].ToString() is not { Length: > 0 } text ? TimeSpan.Zero : Duration.TryParse(text, out var wait) && wait <= ReviewedDecisions.LongestWait ? wait : null;

    private static bool TryReadId(HttpContext context, out ProposalId id)
    {
        var isId = Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var value);
        id = new ProposalId(value);
        return isId;
    }

    private static Problem Unknown(HttpContext context) =>
        new("proposal.unknown", $"There is no proposal {context.Request.RouteValues["id"]} that you may see.", StatusCodes.Status404NotFound);

    private static Task WriteAsync(HttpContext context, PipelineOutcome.Answered answered) => answered.MaskedFacts.IsEmpty
        ? WriteAsync(context, answered.Answer, answered.Facts)
        : JsonBody.WriteAsync(context, writer => AnswerJson.Write(writer, answered.Answer, answered.MaskedFacts));

    private static Task WriteAsync(HttpContext context, Answer answer, RegoValue facts) =>
        JsonBody.WriteAsync(context, writer => AnswerJson.Write(writer, answer, facts));
}
