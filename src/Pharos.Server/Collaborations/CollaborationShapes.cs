using Pharos.Review.Collaborations;

namespace Pharos.Server.Collaborations;

/// <summary>Makes wire shapes of sessions.</summary>
internal static class CollaborationShapes
{
    public static CollaborationContract Of(CollaborationHead head, DateTimeOffset now) => new(
        head.Id,
        head.Kind,
        head.Mode is { } mode ? PairModes.NameOf(mode) : null,
        head.Objective,
        CollaborationStages.NameOf(head.StageAt(now)),
        head.Version,
        head.StartedBy,
        head.StartedAt,
        head.LastAt,
        head.IdleUntil,
        [.. head.Participants.Select(one => new ParticipantContract(one.Agent, one.Role, Participant.NameOf(one.Presence)))],
        head.Capabilities,
        head.Match is { } match ? new PartnerMatchContract(match.Agent, match.Score, match.Why, match.Considered, [.. match.Next.Select(next => new PartnerRankContract(next.Agent, next.Score))]) : null,
        head.Messages,
        head.Suggestions,
        head.Decisions,
        head.Contexts,
        head.ClosedAt,
        head.ClosedBy,
        head.Summary);

    public static CollaborationDetailContract Of(Collaboration session, long? at, DateTimeOffset now) => new(
        Of(session.Head, now),
        at,
        [.. session.Messages.Select(Of)],
        [.. session.Suggestions.Select(Of)],
        [.. session.Decisions.Select(Of)],
        [.. session.Contexts.Select(context => Of(context, now))]);

    public static MessageContract Of(CollaborationMessage message) => new(message.Number, message.By, message.At, message.Text, message.About);

    public static DecisionContract Of(CollaborationDecision decision) => new(decision.Number, decision.By, decision.At, decision.Text, decision.Reason);

    public static SuggestionContract Of(Suggestion suggestion) => new(
        suggestion.Number,
        suggestion.File,
        Suggestion.NameOf(suggestion.State),
        suggestion.JudgedBy,
        suggestion.JudgedAt,
        suggestion.JudgedWhy,
        [.. suggestion.Revisions.Select((revision, index) => new RevisionContract(
            index + 1, revision.By, revision.At, revision.Change?.FromLine, revision.Change?.ToLine, revision.Change?.Text, revision.Change?.Diff, revision.Change?.Reason))],
        [.. suggestion.Proposals.Select(known => new SuggestionProposalContract(known.Proposal, known.By, known.At, known.IsSame))]);

    public static SharedContextContract Of(SharedContext context, DateTimeOffset now) =>
        new(context.Hash, context.Size, context.MediaType, context.Name, context.By, context.At, context.ExpiresAt, context.ExpiresAt <= now);
}
