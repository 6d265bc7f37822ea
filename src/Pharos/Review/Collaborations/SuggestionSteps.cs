namespace Pharos.Review.Collaborations;

/// <summary>The rules of suggestions: who makes them, who judges them, and what is agreed on. Pure.</summary>
/// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
internal sealed class SuggestionSteps(Func<string, string, bool> isRegisteredBy)
{
    public static CollaborationStep Suggest(Collaboration session, string by, string? file, SuggestedChange change) =>
        !CollaborationRules.MaySuggest(session.Head, session.Head.Find(by)!) ? NotInThisMode(session.Head, "suggests")
        : Wrong(file, change)
        ?? (session.Suggestions.Count >= CollaborationLimits.Suggestions ? CollaborationSteps.Full("suggestions", CollaborationLimits.Suggestions)
        : CollaborationStep.Of(CollaborationEvents.Suggested, new SuggestedStep(file!, change), CollaborationJson.Default.SuggestedStep));

    public CollaborationStep Accept(Collaboration session, string by, int number, int? revision, string? reason) =>
        Judged(session, by, number, revision)
        ?? CollaborationSteps.TooLong(reason, "reason", isNeeded: false)
        ?? CollaborationStep.Of(CollaborationEvents.SuggestionAccepted, new JudgedStep(number, session.FindSuggestion(number)!.Revisions.Count, reason), CollaborationJson.Default.JudgedStep);

    public CollaborationStep Reject(Collaboration session, string by, int number, int? revision, string? reason)
    {
        // Taking back what one said oneself needs nobody's leave and no reason.
        var isWithdrawn = session.FindSuggestion(number) is { State: SuggestionState.Open } open && open.Current.By == by;
        return (isWithdrawn ? Seen(session.FindSuggestion(number)!, revision) : Judged(session, by, number, revision))
            ?? CollaborationSteps.TooLong(reason, "reason", isNeeded: !isWithdrawn)
            ?? CollaborationStep.Of(
                CollaborationEvents.SuggestionRejected, new JudgedStep(number, session.FindSuggestion(number)!.Revisions.Count, reason, isWithdrawn), CollaborationJson.Default.JudgedStep);
    }

    public CollaborationStep Modify(Collaboration session, string by, int number, int? revision, SuggestedChange change) =>
        Judged(session, by, number, revision)
        ?? Wrong(session.FindSuggestion(number)!.File, change)
        ?? (session.FindSuggestion(number)!.Revisions.Count >= CollaborationLimits.Revisions ? CollaborationSteps.Full("versions of one suggestion", CollaborationLimits.Revisions)
        : CollaborationStep.Of(CollaborationEvents.SuggestionModified, new ModifiedStep(number, change, CollaborationRules.HasLastWord(session.Head)), CollaborationJson.Default.ModifiedStep));

    public static CollaborationStep Propose(Collaboration session, int number, Guid proposal, bool? isSame) => session.FindSuggestion(number) is not { } suggestion ? Unknown(number)
        : !suggestion.IsAgreed ? CollaborationStep.No("suggestion.open", "It was not accepted, so no proposal carries it out.")
        : suggestion.Proposals.Any(known => known.Proposal == proposal) ? CollaborationStep.No("suggestion.proposed", "That proposal is named already.")
        : suggestion.Proposals.Count >= CollaborationLimits.ProposalsPerSuggestion ? CollaborationSteps.Full("proposals of one suggestion", CollaborationLimits.ProposalsPerSuggestion)
        : CollaborationStep.Of(CollaborationEvents.SuggestionProposed, new ProposedStep(number, proposal, isSame), CollaborationJson.Default.ProposedStep);

    public static CollaborationStep.Refuse Unknown(int number) => CollaborationStep.No("suggestion.unknown", $"There is no suggestion {number}.", 404);

    private CollaborationStep? Judged(Collaboration session, string by, int number, int? revision) => session.FindSuggestion(number) is not { } suggestion ? Unknown(number)
        : !CollaborationRules.MayJudge(session.Head, session.Head.Find(by)!) ? NotInThisMode(session.Head, "judges")
        : suggestion.State != SuggestionState.Open
            ? CollaborationStep.No("suggestion.judged", $"It was {Suggestion.NameOf(suggestion.State)} by {suggestion.JudgedBy}{(suggestion.JudgedWhy is { } why ? $": {why}" : ".")}")
        : suggestion.Current.By == by || isRegisteredBy(by, suggestion.Current.By)
            ? CollaborationStep.No("review.self", "Nobody judges what they, or whoever registered them, suggested. You may take it back by rejecting it.", 403)
        : suggestion.Current.Change is null ? CollaborationStep.No("suggestion.erased", "What was suggested has been erased, so nobody can judge it.")
        : Seen(suggestion, revision);

    private static CollaborationStep? Seen(Suggestion suggestion, int? revision) => revision is { } seen && seen != suggestion.Revisions.Count
        ? CollaborationStep.No("suggestion.revision", $"It has {suggestion.Revisions.Count} versions by now, and you saw version {seen}. Look again.")
        : null;

    private static CollaborationStep? Wrong(string? file, SuggestedChange change) =>
        string.IsNullOrWhiteSpace(file) || file.Length > CollaborationLimits.PathCharacters || file.Any(char.IsControl)
            ? No($"\"file\" is a path of at most {CollaborationLimits.PathCharacters} characters, without control characters.")
        : change.Text is null == change.Diff is null ? No("Say what should stand there: either \"text\" or \"diff\".")
        : (change.Text ?? change.Diff)!.Length > CollaborationLimits.SuggestionCharacters ? No($"A suggestion has at most {CollaborationLimits.SuggestionCharacters} characters. Attach more as context.")
        : change.FromLine is < 1 || change.FromLine is null != change.ToLine is null || change.ToLine < change.FromLine - 1
            ? No("\"from\" and \"to\" are line numbers from 1 and go together; \"to\" may be one below \"from\", to insert before it.")
        : change.Diff is not null && change.FromLine is not null ? No("A difference says itself where it belongs; leave \"from\" and \"to\" out.")
        : CollaborationSteps.TooLong(change.Reason, "reason", isNeeded: false);

    private static CollaborationStep.Refuse No(string message) => CollaborationStep.No("suggestion.malformed", message, 400);

    private static CollaborationStep.Refuse NotInThisMode(CollaborationHead head, string does)
    {
        var driver = head.StartedBy;
        var partner = head.Partner?.Agent;
        return CollaborationStep.No("collaboration.mode", head.Mode switch
        {
            PairMode.Passive => "In a passive pair nobody suggests or judges: the observer comments.",
            PairMode.Active => $"In an active pair {(does == "judges" ? $"the driver judges: {driver}" : $"the navigator suggests: {partner}")}.",
            _ => $"In a review pair {(does == "judges" ? $"the reviewer judges: {partner}" : $"the driver suggests: {driver}")}.",
        }, 403);
    }
}
