using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>Where the gate hands what it leaves open. The review is opened in the same atomic batch that records the decision, so that neither can be there without the other. Safe for use by many threads.</summary>
public interface IReviewIntake
{
    /// <summary>Finds a place for a question: a new review, one that waits already, or a verdict that was given and never fetched.</summary>
    /// <param name="verdict">What the gate concluded: a review that binds.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="caller">Whose token was shown.</param>
    /// <param name="record">Records the decision together with the given events. Answers null, with nothing recorded, when one of the expected versions was passed by; another place is found then.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    ValueTask<PipelineOutcome> AdmitAsync(
        GateVerdict verdict, Proposal proposal, Caller caller, Func<ReviewAdmission, ValueTask<PipelineOutcome?>> record, CancellationToken cancellationToken);
}

/// <summary>A place that was found.</summary>
/// <param name="Answer">What the caller is told for now.</param>
/// <param name="Events">What is recorded about the review beside the decision.</param>
/// <param name="Expected">The versions that this rests on.</param>
public sealed record ReviewAdmission(Answer Answer, IReadOnlyList<NewEvent> Events, IReadOnlyList<ExpectedVersion> Expected);
