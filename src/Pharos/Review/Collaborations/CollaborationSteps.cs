using Pharos.Agents;

namespace Pharos.Review.Collaborations;

/// <summary>The rules of a session: what may happen to it next. Pure; whether nobody else moved it meanwhile is the log's to say.</summary>
internal static class CollaborationSteps
{
    public static CollaborationStep Accept(CollaborationHead head, string by) => head.Partner is not { } partner || partner.Agent != by
            ? CollaborationStep.No("collaboration.accept", "Only the partner that a pair waits for accepts; everywhere else, join.", 403)
        : partner.Presence != Presence.Invited ? CollaborationStep.No("collaboration.accepted", "You have answered already.")
        : CollaborationStep.Of(CollaborationEvents.Accepted, new TextStep(), CollaborationJson.Default.TextStep);

    public static CollaborationStep Join(CollaborationHead head, string by) => head.Find(by)!.Presence switch
    {
        Presence.Joined => CollaborationStep.No("collaboration.joined", "You take part already."),
        Presence.Invited when head.IsPair => CollaborationStep.No("collaboration.joined", "A pair is accepted: POST its \"accept\"."),
        _ => CollaborationStep.Of(CollaborationEvents.Joined, new TextStep(), CollaborationJson.Default.TextStep),
    };

    public static CollaborationStep Leave(CollaborationHead head, string by, string? text) =>
        CollaborationRules.MayLead(head, by) ? CollaborationStep.No("collaboration.owner", "You started it; end it instead, with a summary.")
        : head.Find(by)!.Presence is Presence.Left or Presence.Declined ? CollaborationStep.No("collaboration.left", "You have left already.")
        : TooLong(text, "text", isNeeded: false) ?? (CollaborationStep)CollaborationStep.Of(CollaborationEvents.Left, new TextStep(text), CollaborationJson.Default.TextStep);

    public static CollaborationStep Invite(CollaborationHead head, string by, string agent, string? role) =>
        !CollaborationRules.MayLead(head, by) ? CollaborationStep.No("collaboration.owner", $"Only {head.StartedBy}, who started it, asks others in.", 403)
        : head.IsPair ? CollaborationStep.No("collaboration.pair", "A pair has two participants. Start a session of another kind for more.")
        : head.Find(agent) is { Presence: not Presence.Removed } ? CollaborationStep.No("collaboration.joined", $"{agent} was asked already.")
        : head.Find(agent) is null && head.Participants.Count >= CollaborationLimits.Participants ? Full("participants", CollaborationLimits.Participants)
        : !TokenClaims.IsSubject(agent) ? CollaborationStep.No("collaboration.agent", "\"agent\" is 1 to 128 letters, digits or . _ - @ :", 400)
        : !CollaborationLimits.IsName(role ?? CollaborationRules.Member) ? CollaborationStep.No("collaboration.role", $"\"role\" is {CollaborationLimits.NameForm}.", 400)
        : CollaborationStep.Of(CollaborationEvents.Invited, new InvitedStep(agent, role ?? CollaborationRules.Member), CollaborationJson.Default.InvitedStep);

    public static CollaborationStep Remove(CollaborationHead head, Caller by, string agent, string? text) =>
        !CollaborationRules.MayLead(head, by.Subject) && by.Role != Role.Admin
            ? CollaborationStep.No("collaboration.owner", $"Only {head.StartedBy}, who started it, or an administrator removes others.", 403)
        : head.IsPair ? CollaborationStep.No("collaboration.pair", "A pair without its partner is none. End it instead, with a summary.")
        : head.Find(agent) is not { } participant ? CollaborationStep.No("collaboration.participant", "Nobody of that name was asked into this session.", 404)
        : CollaborationRules.MayLead(head, agent) ? CollaborationStep.No("collaboration.owner", "Who started it stays until it has ended.")
        : participant.Presence == Presence.Removed ? CollaborationStep.No("collaboration.removed", $"{agent} was removed already.")
        : TooLong(text, "text", isNeeded: false)
        ?? (CollaborationStep)(CollaborationStep.Of(CollaborationEvents.Removed, new RemovedStep(agent, text), CollaborationJson.Default.RemovedStep) with { About = agent });

    public static CollaborationStep Comment(Collaboration session, string? text, int? about) =>
        TooLong(text, "text", isNeeded: true)
        ?? (session.Messages.Count >= CollaborationLimits.Messages ? Full("messages", CollaborationLimits.Messages)
        : about is { } number && session.FindSuggestion(number) is null ? CollaborationStep.No("suggestion.unknown", $"There is no suggestion {number}.", 404)
        : (CollaborationStep)CollaborationStep.Of(CollaborationEvents.Commented, new TextStep(text, about), CollaborationJson.Default.TextStep));

    public static CollaborationStep Decide(Collaboration session, string by, string? text, string? reason) =>
        !CollaborationRules.MayDecide(session.Head, session.Head.Find(by)!) ? CollaborationStep.No("collaboration.mode", "In a passive pair the observer comments; the driver decides.", 403)
        : TooLong(text, "text", isNeeded: true) ?? TooLong(reason, "reason", isNeeded: true)
        ?? (session.Decisions.Count >= CollaborationLimits.Decisions ? Full("decisions", CollaborationLimits.Decisions)
        : (CollaborationStep)CollaborationStep.Of(CollaborationEvents.Decided, new DecidedStep(text!, reason!), CollaborationJson.Default.DecidedStep));

    public static CollaborationStep Attach(Collaboration session, SharedContext context, Events.Digest digest) => session.Contexts.Count >= CollaborationLimits.Contexts
        ? Full("attached texts", CollaborationLimits.Contexts)
        : CollaborationStep.Of(
            CollaborationEvents.ContextAttached, new AttachedStep(context.Hash, context.Size, context.MediaType, context.Name, context.ExpiresAt), CollaborationJson.Default.AttachedStep) with
        {
            Blobs = [digest],
        };

    public static CollaborationStep End(CollaborationHead head, Caller by, string? summary) =>
        !CollaborationRules.MayLead(head, by.Subject) && by.Role != Role.Admin
            ? CollaborationStep.No("collaboration.owner", $"Only {head.StartedBy}, who started it, or an administrator ends it. You may leave.", 403)
        : TooLong(summary, "summary", isNeeded: true)
        ?? (CollaborationStep)CollaborationStep.Of(CollaborationEvents.Ended, new TextStep(summary), CollaborationJson.Default.TextStep);

    public static CollaborationStep Expire(CollaborationHead head, DateTimeOffset now) => head.Closed is not null
        ? CollaborationStep.No("collaboration.ended", "It is over already.")
        : now < head.IdleUntil ? CollaborationStep.No("collaboration.early", "Its time has not run out.")
        : CollaborationStep.Of(CollaborationEvents.Expired, new TextStep($"Nothing happened in it for {Said(head.Idle)}."), CollaborationJson.Default.TextStep);

    /// <summary>A text that is missing or too long; null when it is neither.</summary>
    public static CollaborationStep? TooLong(string? text, string name, bool isNeeded) =>
        isNeeded && string.IsNullOrWhiteSpace(text) ? CollaborationStep.No("collaboration.text", $"\"{name}\" is missing.", 400)
        : text?.Length > CollaborationLimits.MessageCharacters ? CollaborationStep.No("collaboration.text", $"\"{name}\" has at most {CollaborationLimits.MessageCharacters} characters.", 400)
        : null;

    public static CollaborationStep.Refuse Full(string what, int most) => CollaborationStep.No("collaboration.full", $"A session holds at most {most} {what}. End it and start another.");

    private static string Said(TimeSpan time) => time.TotalHours >= 1 ? $"{time.TotalHours:0.#} h" : $"{time.TotalMinutes:0.#} min";
}
