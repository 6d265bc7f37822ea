using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Proposals;

/// <summary>Many proposals in one request. Each is decided and recorded on its own; they only share the commit they wait for.</summary>
internal sealed class BatchEndpoint(ReviewedDecisions decisions, Doorkeeper doorkeeper)
{
    /// <summary>Most proposals in one request.</summary>
    public const int MaximumItems = 1000;

    // Enough to fill a commit group; evaluation itself runs one at a time on this request's thread, so one batch cannot take all cores.
    private const int InFlight = 64;

    public void Map(RouteMap routes) => routes.Map("POST", "/api/proposals/batch", DecideAsync);

    private async Task DecideAsync(HttpContext context)
    {
        var (items, problem) = await RequestBody.ReadAsync(context, static body => Read(body));
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (doorkeeper.RefuseMore(context, items!.Count - 1) is { } refusal)
        {
            await context.FailAsync(refusal.Problem, refusal.RetryAfter);
            return;
        }

        var outcomes = await DecideAllAsync(items, Admission.Of(context).Caller, context.RequestAborted);
        await JsonBody.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var outcome in outcomes)
            {
                switch (outcome)
                {
                    case PipelineOutcome.Answered answered:
                        AnswerJson.Write(writer, answered.Answer, answered.Facts);
                        break;
                    case PipelineOutcome.Refused refused:
                        ProblemJson.Write(writer, refused.Problem, correlation: null);
                        break;
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async Task<PipelineOutcome[]> DecideAllAsync(RegoArray items, Caller caller, CancellationToken cancellationToken)
    {
        var outcomes = new PipelineOutcome[items.Count];
        var waiting = new Queue<(int Index, Task<PipelineOutcome> Task)>(InFlight);
        for (var i = 0; i < items.Count; i++)
        {
            if (waiting.Count == InFlight)
            {
                var (index, task) = waiting.Dequeue();
                outcomes[index] = await task;
            }

            waiting.Enqueue((i, DecideOneAsync(items[i], caller, cancellationToken)));
        }

        while (waiting.TryDequeue(out var last))
        {
            outcomes[last.Index] = await last.Task;
        }

        return outcomes;
    }

    private async Task<PipelineOutcome> DecideOneAsync(RegoValue item, Caller caller, CancellationToken cancellationToken) =>
        ProposalReader.Read(item) switch
        {
            ProposalReading.Read read => await decisions.DecideAsync(read.Request, caller, TimeSpan.Zero, cancellationToken),
            ProposalReading.Refused refused => new PipelineOutcome.Refused(refused.Problem),
            _ => throw new InvalidOperationException("A reading without a case."),
        };

    private static (RegoArray? Items, Problem? Problem) Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return (null, new Problem("proposal.encoding", "The body is not valid UTF-8. Send JSON encoded as UTF-8."));
        }

        RegoValue document;
        try
        {
            document = RegoValue.ParseJson(body);
        }
        catch (JsonException problem)
        {
            return (null, new Problem("proposal.malformed", $"The body is not JSON: {problem.Message}"));
        }

        if (document is RegoObject wrapped && wrapped.TryGet("proposals", out var inner))
        {
            document = inner;
        }

        return document is not RegoArray items ? (null, new Problem("batch.shape", "Send {\"proposals\":[…]} or an array of proposals."))
            : items.Count is 0 or > MaximumItems ? (null, new Problem("batch.size", $"A batch holds 1 to {MaximumItems} proposals; this one has {items.Count}."))
            : (items, null);
    }
}
