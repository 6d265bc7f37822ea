using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Logging;
using Pharos.Server.Security;

namespace Pharos.Server.Proposals;

/// <summary>What became of proposals, one or many in a request. Each is recorded on its own; those of one request only share the commit they wait for.</summary>
internal sealed class OutcomeEndpoints(ExecutionReports reports, Doorkeeper doorkeeper, ILogger<OutcomeEndpoints> logger)
{
    /// <summary>Most outcomes in one request.</summary>
    public const int MaximumItems = 1000;

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/proposals/{id}/outcome", ReportAsync);
        routes.Map("POST", "/api/proposals/outcomes", ReportAllAsync);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.OutcomeContract);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        var (answer, refusal) = await RecordAsync(context.Request.RouteValues["id"] as string, body!.Outcome, body.Detail, Admission.Of(context).Caller, context.RequestAborted);
        await (answer is null ? context.FailAsync(refusal!) : JsonBody.WriteAsync(context, answer, ServerJson.Default.OutcomeAnswerContract));
    }

    private async Task ReportAllAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.OutcomesContract);
        problem ??= body!.Outcomes.Count is > 0 and <= MaximumItems ? null : new Problem("batch.size", $"A batch holds 1 to {MaximumItems} outcomes; this one has {body.Outcomes.Count}.");
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (body!.Outcomes.Any(static outcome => outcome is null))
        {
            await context.FailAsync(new Problem("request.malformed", "An outcome is null; each is an object with \"proposal\" and \"outcome\"."));
            return;
        }

        if (doorkeeper.RefuseMore(context, body.Outcomes.Count - 1) is { } refusal)
        {
            await context.FailAsync(refusal.Problem, refusal.RetryAfter);
            return;
        }

        var results = await RecordAllAsync(body.Outcomes, Admission.Of(context).Caller, context.RequestAborted);
        await JsonBody.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var (answer, refused) in results)
            {
                if (answer is null)
                {
                    ProblemJson.Write(writer, refused!, correlation: null);
                }
                else
                {
                    JsonSerializer.Serialize(writer, answer, ServerJson.Default.OutcomeAnswerContract);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    // Side by side, so that they share commits; what is said of one proposal is recorded in the order in which it was said.
    private async Task<(OutcomeAnswerContract? Answer, Problem? Problem)[]> RecordAllAsync(IReadOnlyList<ProposalOutcomeContract> outcomes, Caller caller, CancellationToken cancellationToken)
    {
        var results = new (OutcomeAnswerContract?, Problem?)[outcomes.Count];
        await Task.WhenAll(outcomes.Index().GroupBy(outcome => outcome.Item.Proposal, StringComparer.OrdinalIgnoreCase).Select(RecordOneAsync));
        return results;

        async Task RecordOneAsync(IEnumerable<(int Index, ProposalOutcomeContract Item)> ofProposal)
        {
            foreach (var (index, outcome) in ofProposal)
            {
                results[index] = await RecordAsync(outcome.Proposal, outcome.Outcome, outcome.Detail, caller, cancellationToken);
            }
        }
    }

    private async ValueTask<(OutcomeAnswerContract? Answer, Problem? Problem)> RecordAsync(string? proposal, string? outcome, string? detail, Caller caller, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(proposal, "D", out var id))
        {
            return (null, new Problem("proposal.unknown", $"There is no proposal {proposal} that you may see.", StatusCodes.Status404NotFound));
        }

        if (!ExecutionReport.TryParseState(outcome, out var state))
        {
            return (null, new Problem("outcome.state", "\"outcome\" is one of executing, done, failed, unknown."));
        }

        try
        {
            switch (await reports.ReportAsync(new ProposalId(id), new ExecutionReport(state, detail), caller, cancellationToken))
            {
                case ReportOutcome.Recorded recorded:
                    return (new OutcomeAnswerContract(id, recorded.Position.Value, Bypassed: false), null);
                case ReportOutcome.Bypassed bypassed:
                    logger.Bypassed(id.ToString());
                    return (new OutcomeAnswerContract(id, bypassed.Position.Value, Bypassed: true), null);
                case ReportOutcome.Refused refused:
                    return (null, refused.Problem);
            }
        }
        catch (EventLogUnavailableException unavailable)
        {
            // For this one alone: of many, others may be recorded by then, and whoever reported learns which.
            return (null, new Problem(unavailable.Code, unavailable.Message, StatusCodes.Status503ServiceUnavailable));
        }

        throw new InvalidOperationException("A report outcome without a case.");
    }
}
