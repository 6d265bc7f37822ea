using System.Text.Json;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Memory;
using Pharos.Gate.Replay;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review;

/// <summary>
/// Checks an input that is to be approved instead of the proposed one, before anything is recorded: it has the proposal's form, holds no secret and nothing masked, and is not what
/// the gate denies. Safe for use by many threads.
/// </summary>
/// <param name="gate">Is asked about the edited input, as if the same agent had proposed it at the same place.</param>
/// <param name="archive">Where the proposal is.</param>
/// <param name="keys">Recognises the question that the edited input is.</param>
/// <param name="options">How many people which risk needs.</param>
/// <param name="clock">The clock.</param>
public sealed class EditedInput(DecisionGate gate, ProposalArchive archive, QuestionKeys keys, ReviewOptions options, TimeProvider clock)
{
    /// <summary>The judgement as it may be recorded, or why not. An input that changes nothing is no edited one.</summary>
    /// <param name="item">The review.</param>
    /// <param name="judgement">What the reviewer sends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<(Judgement? Judgement, Problem? Problem)> CheckAsync(ReviewItem item, Judgement judgement, CancellationToken cancellationToken)
    {
        // A closed review refuses whatever comes, and says how it was decided.
        if (judgement.Edited is not { } edited || judgement.Verdict != VerdictKind.Approve || item.IsClosed)
        {
            return (judgement, null);
        }

        if (!RegoValue.TryParseJson(JsonSerializer.SerializeToUtf8Bytes(edited, ReviewJson.Default.JsonElement), out var value, out _) || value is not RegoObject input)
        {
            return Refuse("review.edited.type", "\"edited\" is a JSON object: the whole input as it should be.");
        }

        if (await archive.FindAsync(item.Request.ProposalId, cancellationToken) is not { } found
            || RecordedProposal.With(found, new ProposalId(Guid.CreateVersion7(clock.GetUtcNow())), input, item.Request.Proposer) is not { } proposal)
        {
            return Refuse("review.edited.unknown", "The record does not say any more who proposed this or where, so another input cannot be checked. Respond with what should be different.", 409);
        }

        if (Form(proposal) is { } problem)
        {
            return (null, problem);
        }

        if (found.Input.TryGet("proposal", out var recorded) && recorded is RegoObject before && before.TryGet("input", out var proposed) && proposed.Equals(input))
        {
            return (judgement with { Edited = null }, null);
        }

        var verdict = await gate.EvaluateAsync(proposal, cancellationToken);
        return verdict.Answer.Decision == Decision.Deny
            ? Refuse("review.edited.denied", $"The gate denies that input ({verdict.Answer.Rule}): {verdict.Answer.Reason}", 422)
            : verdict.Answer.Decision == Decision.Review && options.Weigh(verdict) is var (_, people) && people > item.Request.People
            ? Refuse("review.edited.people", $"It takes {people} people to approve that input. Respond with what should be different, and they judge it when the agent proposes it.", 422)
            : (judgement with { Edited = Canonical(input), EditedKey = verdict.Answer.Decision == Decision.Review ? keys.Of(verdict, proposal) : null, Seen = Sighting.Of(verdict.Glimpsed, proposal) }, null);
    }

    private static Problem? Form(Proposal proposal)
    {
        var request = new ProposalRequest { Kind = proposal.Kind, Tool = proposal.Tool, Input = proposal.Input };
        if (ProposalReader.CheckInput(request) is ProposalReading.Refused malformed)
        {
            return malformed.Problem with { Code = "review.edited.input" };
        }

        if (proposal.Input.ToJson().Contains(SecretMask.Replacement, StringComparison.Ordinal))
        {
            return new Problem("review.edited.masked", $"\"edited\" holds {SecretMask.Replacement}, which stands for a secret that is not shown here. Respond with what should be different, and the agent puts it in.", 422);
        }

        return RegoValue.TryParseJson(MaskedJson.Write(proposal.Input), out var masked, out _) && masked.Equals(proposal.Input)
            ? null
            : new Problem("review.edited.secret", "\"edited\" holds a secret, and the record never does. Let it name where the secret comes from, such as a variable.", 422);
    }

    // As it was read and judged: a member that stood twice stands once.
    private static JsonElement Canonical(RegoObject input)
    {
        using var document = JsonDocument.Parse(input.ToJson());
        return document.RootElement.Clone();
    }

    private static (Judgement? Judgement, Problem? Problem) Refuse(string code, string message, int status = 400) => (null, new Problem(code, message, status));
}
