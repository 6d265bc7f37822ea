using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;
using Pharos.Server.Http;
using Pharos.Server.Review;
using Pharos.Server.Security;

namespace Pharos.Server.Consensus;

/// <summary>Experts vote on a review they are asked about, without going through its task.</summary>
internal sealed class VoteEndpoint(PanelVoting voting)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/api/reviews/{id}/votes", VoteAsync);

    private async Task VoteAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.VoteContract);
        var opinion = default(TaskOpinion);
        if (problem is null)
        {
            (opinion, problem) = Read(body!);
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (ReviewRoute.IdOf(context) is not { } id)
        {
            await context.FailAsync(ReviewRoute.Unknown(context));
            return;
        }

        switch (await voting.VoteAsync(new PanelId(id.Value), Admission.Of(context).Caller, opinion!, context.RequestAborted))
        {
            case PanelResult.Changed changed:
                await JsonBody.WriteAsync(context, VoteTakenContract.Of(changed.Item, body!.Verdict, opinion!.Confidence), ServerJson.Default.VoteTakenContract);
                break;
            case PanelResult.Refused refused:
                await context.FailAsync(refused.Problem);
                break;
        }
    }

    private static (TaskOpinion? Opinion, Problem? Problem) Read(VoteContract body) =>
        !OpinionVerdicts.TryParse(body.Verdict, out var verdict) ? (null, new Problem("vote.verdict", "\"verdict\" is approve, reject or abstain."))
        : body.Confidence is not (>= 0 and <= 1) ? (null, new Problem("vote.confidence", "\"confidence\" is a number from 0 to 1."))
        : string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > TaskOpinion.MaximumReasonCharacters
            ? (null, new Problem("vote.reason", $"A vote needs a \"reason\" of at most {TaskOpinion.MaximumReasonCharacters} characters: people read it."))
        : (new TaskOpinion(verdict, body.Confidence.Value, SecretMask.Mask(body.Reason.Trim())), null);
}
