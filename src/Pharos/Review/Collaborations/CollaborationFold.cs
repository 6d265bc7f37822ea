using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>What each event makes of a whole session: the head, and what was said, suggested, decided and attached. Erased payloads leave their place behind, so that numbers stay.</summary>
internal static class CollaborationFold
{
    /// <summary>The session after one more event of its stream; null before its first.</summary>
    public static Collaboration? Apply(Collaboration? session, EventRecord record) => CollaborationHeadFold.Apply(session?.Head, record) is not { } head ? null
        : session is null || record.Type == CollaborationEvents.Started ? new Collaboration { Head = head }
        : Step(session, record) with { Head = head };

    private static Collaboration Step(Collaboration session, EventRecord record) => record.Type switch
    {
        CollaborationEvents.Commented => Comment(session, record),
        CollaborationEvents.Decided => Decide(session, record),
        CollaborationEvents.Suggested => Suggest(session, record),
        CollaborationEvents.SuggestionAccepted => Judge(session, record, _ => SuggestionState.Accepted),
        CollaborationEvents.SuggestionRejected => Judge(session, record, step => step.IsWithdrawn ? SuggestionState.Withdrawn : SuggestionState.Rejected),
        CollaborationEvents.SuggestionModified => Modify(session, record),
        CollaborationEvents.SuggestionProposed => Propose(session, record),
        CollaborationEvents.ContextAttached => Attach(session, record),
        _ => session,
    };

    private static Collaboration Comment(Collaboration session, EventRecord record)
    {
        var step = CollaborationHeadFold.Read(record, CollaborationJson.Default.TextStep);
        return session with { Messages = session.Messages.Add(new CollaborationMessage(session.Messages.Count + 1, record.Actor.Id, record.At, step?.Text, step?.About)) };
    }

    private static Collaboration Decide(Collaboration session, EventRecord record)
    {
        var step = CollaborationHeadFold.Read(record, CollaborationJson.Default.DecidedStep);
        return session with { Decisions = session.Decisions.Add(new CollaborationDecision(session.Decisions.Count + 1, record.Actor.Id, record.At, step?.Text, step?.Reason)) };
    }

    private static Collaboration Suggest(Collaboration session, EventRecord record)
    {
        var step = CollaborationHeadFold.Read(record, CollaborationJson.Default.SuggestedStep);
        return session with
        {
            Suggestions = session.Suggestions.Add(new Suggestion
            {
                Number = session.Suggestions.Count + 1,
                File = step?.File ?? "",
                Revisions = [new SuggestionRevision(record.Actor.Id, record.At, step?.Change)],
            }),
        };
    }

    private static Collaboration Judge(Collaboration session, EventRecord record, Func<JudgedStep, SuggestionState> state) =>
        CollaborationHeadFold.Read(record, CollaborationJson.Default.JudgedStep) is { } step
            ? Put(session, step.Number, suggestion => suggestion with { State = state(step), JudgedBy = record.Actor.Id, JudgedAt = record.At, JudgedWhy = step.Reason })
            : session;

    private static Collaboration Modify(Collaboration session, EventRecord record)
    {
        if (CollaborationHeadFold.Read(record, CollaborationJson.Default.ModifiedStep) is not { } step)
        {
            return session;
        }

        return Put(session, step.Number, suggestion =>
        {
            var modified = suggestion with { Revisions = [.. suggestion.Revisions, new SuggestionRevision(record.Actor.Id, record.At, step.Change)] };
            return step.IsFinal ? modified with { State = SuggestionState.Modified, JudgedBy = record.Actor.Id, JudgedAt = record.At, JudgedWhy = step.Change.Reason } : modified;
        });
    }

    private static Collaboration Propose(Collaboration session, EventRecord record) =>
        CollaborationHeadFold.Read(record, CollaborationJson.Default.ProposedStep) is { } step
            ? Put(session, step.Number, suggestion => suggestion with
            {
                Proposals = [.. suggestion.Proposals, new SuggestionProposal(step.Proposal, record.Actor.Id, record.At, step.IsSame)],
            })
            : session;

    private static Collaboration Attach(Collaboration session, EventRecord record)
    {
        var step = CollaborationHeadFold.Read(record, CollaborationJson.Default.AttachedStep);
        return session with
        {
            Contexts = session.Contexts.Add(new SharedContext
            {
                Hash = step?.Hash ?? "",
                Size = step?.Size ?? 0,
                MediaType = step?.MediaType ?? "",
                Name = step?.Name ?? "",
                By = record.Actor.Id,
                At = record.At,
                ExpiresAt = step?.ExpiresAt ?? record.At,
            }),
        };
    }

    private static Collaboration Put(Collaboration session, int number, Func<Suggestion, Suggestion> change) => session.FindSuggestion(number) is { } suggestion
        ? session with { Suggestions = session.Suggestions.SetItem(number - 1, change(suggestion)) }
        : session;
}
