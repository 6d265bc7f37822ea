using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>
/// Ties a proposal to the suggestion that it carries out. The gate decides the proposal as any other one; the tie only lets whoever reviews it see what was agreed on, and whether this is it.
/// </summary>
/// <param name="desk">The sessions.</param>
/// <param name="archive">Reads proposals back.</param>
public sealed class SuggestionProposals(CollaborationDesk desk, ProposalArchive archive)
{
    /// <summary>Says that one's own proposal carries a suggestion out.</summary>
    public async ValueTask<CollaborationOutcome> ReportAsync(CollaborationId id, Caller by, int number, ProposalId proposal, CancellationToken cancellationToken)
    {
        var found = await archive.FindAsync(proposal, cancellationToken);
        return await desk.MoveAsync(
            id,
            by,
            isThere: true,
            session => found?.Agent != by.Subject ? CollaborationStep.No("proposal.unknown", $"There is no proposal {proposal} of yours.", 404)
                : SuggestionSteps.Propose(session, number, proposal.Value, session.FindSuggestion(number) is { } suggestion ? AgreedChange.IsIn(suggestion, found.Input) : null),
            cancellationToken);
    }
}
