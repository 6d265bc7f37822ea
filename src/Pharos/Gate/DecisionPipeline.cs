using System.Security.Cryptography;
using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Blobs;
using Pharos.Gate.Breakers;
using Pharos.Gate.Definitions;
using Pharos.Gate.Degradation;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>
/// Decides and records: an answer leaves only after its event is durable. Whatever fails on the way is a refusal, never an allow. Safe for use by many threads.
/// </summary>
/// <param name="gate">The gate.</param>
/// <param name="log">The log.</param>
/// <param name="intake">Resolves who and where.</param>
/// <param name="clock">The clock.</param>
/// <param name="contentKey">Secret key of the hash that recognises a repeated operation, so that the record does not allow guessing masked secrets.</param>
/// <param name="blobs">Where the large strings of a record go; null keeps them in its payload.</param>
/// <param name="reviews">Where the gate hands what it leaves open; null when nobody reviews, and a review is final.</param>
public sealed class DecisionPipeline(
    DecisionGate gate, IEventLog log, ProposalIntake intake, TimeProvider clock, ReadOnlyMemory<byte> contentKey, IBlobStore? blobs = null, IReviewIntake? reviews = null)
{
    /// <summary>The gate, for its figures.</summary>
    public DecisionGate Gate => gate;

    private const int DefinitionAttempts = 4;

    private readonly GateSafeguards _safeguards = gate.Safeguards;

    /// <summary>Decides a request and records the decision; refuses it when too many are in flight.</summary>
    public async ValueTask<PipelineOutcome> DecideAsync(ProposalRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (_safeguards.Throttle is { } throttle && !await throttle.EnterAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            GateMetrics.Overloaded();
            return Refused("gate.overloaded", "More decisions are asked for than can be made in time. Ask again in a moment.", 503);
        }

        var started = clock.GetTimestamp();
        try
        {
            var outcome = await AdmitAsync(request, caller, cancellationToken);
            if (outcome is PipelineOutcome.Answered { IsRepeat: false } answered)
            {
                _safeguards.Window?.Answered(answered.Answer, clock.GetElapsedTime(started));
            }

            return outcome;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _safeguards.Window?.Failed(Tier.Facts, clock.GetElapsedTime(started));
            throw;
        }
        finally
        {
            _safeguards.Throttle?.Leave(clock.GetElapsedTime(started));
        }
    }

    private async ValueTask<PipelineOutcome> AdmitAsync(ProposalRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (proposal, problem) = intake.Admit(request, caller);
        if (proposal is null)
        {
            return new PipelineOutcome.Refused(problem!);
        }

        for (var attempt = 1; proposal.Kind == ProposalKind.ToolDefinition && attempt < DefinitionAttempts; attempt++)
        {
            // Two sessions that see the same tool at once write to its one stream; who comes second looks again, and finds it pinned.
            await gate.FollowDefinitionsAsync(proposal, cancellationToken);
            var outcome = await ConcludeAsync(request, proposal, caller, cancellationToken);
            if (outcome is not PipelineOutcome.Refused { Problem.Code: "append.conflict" or "review.busy" })
            {
                return outcome;
            }
        }

        await gate.FollowDefinitionsAsync(proposal, cancellationToken);
        return await ConcludeAsync(request, proposal, caller, cancellationToken);
    }

    private async ValueTask<PipelineOutcome> ConcludeAsync(ProposalRequest request, Proposal proposal, Caller caller, CancellationToken cancellationToken)
    {
        var verdict = await gate.EvaluateAsync(proposal, cancellationToken);
        GateMetrics.Decided(verdict.Answer);
        try
        {
            return verdict.Answer is { Decision: Decision.Review, IsEnforced: true } && reviews is not null
                ? await _safeguards.Breakers.Review.CallAsync(
                    reviews,
                    intake => intake.AdmitAsync(
                        verdict, proposal, caller, admission => RecordAsync(request, proposal, verdict with { Answer = admission.Answer }, caller, admission, cancellationToken), cancellationToken),
                    _ => DecidedAsync(request, proposal, verdict with { Answer = WithoutReview(verdict.Answer) }, caller, cancellationToken))
                : await DecidedAsync(request, proposal, verdict, caller, cancellationToken);
        }
        catch (EventLogUnavailableException unavailable)
        {
            return new PipelineOutcome.Refused(new Problem(unavailable.Code, $"The decision could not be recorded, so there is none: {unavailable.Message}", 503));
        }
    }

    private async ValueTask<PipelineOutcome> DecidedAsync(ProposalRequest request, Proposal proposal, GateVerdict verdict, Caller caller, CancellationToken cancellationToken) =>
        await RecordAsync(request, proposal, verdict, caller, null, cancellationToken) ?? Refused("append.conflict", "Another decision on the same came first; ask again.", 409);

    private static Answer WithoutReview(Answer answer) => answer with
    {
        Decision = Decision.Deny,
        Tier = Tier.Review,
        Rule = Breaker.Rule,
        Reason = $"Someone would have to look, and opening reviews failed too often lately, so it is left alone for a while. It would have been: {answer.Reason}",
    };

    private async ValueTask<PipelineOutcome?> RecordAsync(
        ProposalRequest request, Proposal proposal, GateVerdict verdict, Caller caller, ReviewAdmission? admission, CancellationToken cancellationToken)
    {
        var actor = new Actor(caller.Role == Role.Agent ? ActorKind.Agent : ActorKind.User, caller.Subject);
        ReadOnlyMemory<byte> whole = DecidedPayload.Write(verdict, proposal);
        var payload = blobs is null ? new PartedPayload(whole, PayloadParts.WholeSchema, []) : await PayloadParts.StoreAsync(whole, blobs, cancellationToken);
        var decided = new NewEvent
        {
            Stream = proposal.Id.Stream,
            Id = EventId.New(clock),
            Type = GateEvents.Decided,
            Schema = payload.Schema,
            At = clock.GetUtcNow(),
            Actor = actor,
            Agent = proposal.Agent.Id,
            Workspace = SecretMask.Mask(proposal.Workspace.Root),
            Correlation = new CorrelationId(proposal.Id.Value),
            Payload = payload.Bytes,
            Blobs = [.. payload.Parts.Select(part => part.Digest)],
        };
        var operation = proposal.Operation is { } id ? new Operation(id, ContentHash(request, proposal)) : null;
        var (events, expected) = Together(decided, admission, DefinitionEvents.Of(verdict, verdict.Answer, proposal, actor, clock));
        var outcome = await _safeguards.Breakers.Log.CallAsync<(IEventLog Log, AppendBatch Batch, CancellationToken Cancellation), AppendOutcome?>(
            (log, new AppendBatch(events, expected, operation), cancellationToken), static async asked => await asked.Log.AppendAsync(asked.Batch, asked.Cancellation), static _ => default);
        switch (outcome)
        {
            case null:
                return Refused(Breaker.Rule, "The event log failed too often lately and is left alone for a while. The decision is not recorded, so there is none.", 503);
            case AppendOutcome.Appended appended:
                verdict.Remembered?.RecordedAt(appended.First);
                return new PipelineOutcome.Answered(verdict.Answer with { Position = appended.First }, verdict.Facts, IsRepeat: false)
                {
                    MaskedFacts = verdict.Answer.Tier == Tier.Memory && verdict.Remembered is { } remembered ? remembered.MaskedFacts : default,
                };
            case AppendOutcome.Duplicate duplicate:
                return await CurrentAsync(duplicate.First, cancellationToken);
            case AppendOutcome.Mismatch:
                return Refused("append.mismatch", "This operation id was used before with another proposal. Use a new id for a new proposal.", 409);
            case AppendOutcome.Conflict:
                return null;
            case AppendOutcome.Refused refused:
                return Refused(refused.Code, refused.Reason, 413);
            default:
                throw new InvalidOperationException("An append outcome without a case.");
        }
    }

    // What a decision says about a review and about a tool's definition is recorded with it or not at all.
    private static (IReadOnlyList<NewEvent> Events, IReadOnlyList<ExpectedVersion> Expected) Together(NewEvent decided, ReviewAdmission? admission, (NewEvent Event, ExpectedVersion Expected)? definition)
    {
        var own = new ExpectedVersion(decided.Stream, 0);
        return (admission, definition) switch
        {
            (null, null) => ([decided], [own]),
            (null, { } seen) => ([decided, seen.Event], [own, seen.Expected]),
            ({ } place, null) => ([decided, .. place.Events], [own, .. place.Expected]),
            ({ } place, { } seen) => ([decided, .. place.Events, seen.Event], [own, .. place.Expected, seen.Expected]),
        };
    }

    private async ValueTask<PipelineOutcome> CurrentAsync(Position first, CancellationToken cancellationToken)
    {
        var record = await log.GetAsync(first, cancellationToken);
        var found = record is null ? null : await new ProposalArchive(log, blobs).FindAsync(new ProposalId(record.Stream.Id), cancellationToken);
        return found is null
            ? Refused("append.mismatch", "This operation id was used before for something else.", 409)
            : new PipelineOutcome.Answered(found.Answer, found.Facts, IsRepeat: true);
    }

    // What the caller sent, not what the server resolved: a retry after a policy or workspace change is still the same operation.
    private byte[] ContentHash(ProposalRequest request, Proposal proposal)
    {
        var content = RegoObject.Of(
            ("kind", RegoString.Of(ProposalKinds.NameOf(proposal.Kind))),
            ("tool", RegoString.Of(proposal.Tool)),
            ("input", proposal.Input),
            ("annotations", proposal.Annotations),
            ("agent", RegoString.Of(proposal.Agent.Id)),
            ("session", RegoString.Of(proposal.Agent.Session ?? "")),
            ("subagent", RegoString.Of(proposal.Agent.Subagent ?? "")),
            ("cwd", RegoString.Of(proposal.WorkingDirectory)),
            ("workspace", RegoString.Of(request.Workspace ?? "")),
            ("home", RegoString.Of(request.Host?.Home ?? "")),
            ("user", RegoString.Of(request.Host?.User ?? "")));
        return HMACSHA256.HashData(contentKey.Span, Encoding.UTF8.GetBytes(content.ToJson()));
    }

    private static PipelineOutcome.Refused Refused(string code, string message, int status) => new(new Problem(code, message, status));
}
