using Pharos.Agents;
using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>Checks what is asked for at a session's start, and makes its first event's payload of it.</summary>
/// <param name="choose">Chooses a partner where none is named; null for nobody.</param>
/// <param name="isKnown">Whether a subject holds a token that agents use.</param>
/// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
/// <param name="options">Defaults.</param>
internal sealed class CollaborationStart(
    Func<string, PairMode, IReadOnlyList<string>, PartnerMatch?> choose, Func<string, bool> isKnown, Func<string, string, bool> isRegisteredBy, CollaborationOptions options)
{
    public CollaborationStep Make(CollaborationRequest request, string by) =>
        Wrong(request, by) is { } wrong ? new CollaborationStep.Refuse(wrong)
        : request.Kind == CollaborationHead.Pair ? MakePair(request, by)
        : Started(request, null, [new InvitedStep(by, CollaborationRules.Owner), .. request.Participants.Select(one => new InvitedStep(one.Agent, one.Role ?? CollaborationRules.Member))], null);

    private CollaborationStep MakePair(CollaborationRequest request, string by)
    {
        var mode = request.Mode ?? PairMode.Collaborative;
        var match = request.Participants.Count == 0 ? choose(by, mode, request.Capabilities) : null;
        if (request.Participants.Count == 0 && match is null)
        {
            return CollaborationStep.No(
                "collaboration.unmatched",
                $"No agent that was seen within {options.SeenWithin.TotalMinutes:0} minutes and is free {(request.Capabilities.Count == 0 ? "can be your partner" : $"can do {string.Join(", ", request.Capabilities)}")}. Name a partner in \"participants\", or ask again later.");
        }

        var partner = match?.Agent ?? request.Participants[0].Agent;
        return mode == PairMode.Review && (isRegisteredBy(partner, by) || isRegisteredBy(by, partner))
            ? CollaborationStep.No("review.self", "Nobody reviews what they, or whoever registered them, suggest. Choose another partner.", 403)
            : Started(request, mode, [new InvitedStep(by, CollaborationRules.Driver), new InvitedStep(partner, CollaborationRules.PartnerRole(mode))], match);
    }

    private CollaborationStep.Record Started(CollaborationRequest request, PairMode? mode, IReadOnlyList<InvitedStep> participants, PartnerMatch? match) => CollaborationStep.Of(
        CollaborationEvents.Started,
        new StartedStep(request.Kind, mode, SecretMask.Mask(request.Objective), participants, request.Idle ?? options.Idle, request.Capabilities, match),
        CollaborationJson.Default.StartedStep);

    private Problem? Wrong(CollaborationRequest request, string by)
    {
        var isPair = request.Kind == CollaborationHead.Pair;
        return !CollaborationLimits.IsName(request.Kind) ? new Problem("collaboration.kind", $"\"kind\" is pair or another name: {CollaborationLimits.NameForm}.")
            : string.IsNullOrWhiteSpace(request.Objective) || request.Objective.Length > CollaborationLimits.ObjectiveCharacters
                ? new Problem("collaboration.objective", $"\"objective\" says in 1 to {CollaborationLimits.ObjectiveCharacters} characters what the session is for.")
            : request.Mode is not null && !isPair ? new Problem("collaboration.mode", "Only a pair has a \"mode\".")
            : isPair && request.Participants.Count > 1 ? new Problem("collaboration.pair", "A pair has one partner in \"participants\", or none to be matched.")
            : isPair && request.Participants.Any(one => one.Role is not null) ? new Problem("collaboration.role", "In a pair the mode gives the roles; leave \"role\" out.")
            : request.Participants.Count >= CollaborationLimits.Participants ? new Problem("collaboration.full", $"A session has at most {CollaborationLimits.Participants} participants.")
            : request.Participants.Any(one => !TokenClaims.IsSubject(one.Agent)) ? new Problem("collaboration.agent", "\"agent\" is 1 to 128 letters, digits or . _ - @ :")
            : request.Participants.Any(one => one.Agent == by) || request.Participants.DistinctBy(one => one.Agent).Count() < request.Participants.Count
                ? new Problem("collaboration.agent", "\"participants\" names others, each once; you take part anyway.")
            : request.Participants.FirstOrDefault(one => !isKnown(one.Agent)).Agent is { } stranger ? Stranger(stranger)
            : request.Participants.Any(one => !CollaborationLimits.IsName(one.Role ?? CollaborationRules.Member)) ? new Problem("collaboration.role", $"\"role\" is {CollaborationLimits.NameForm}.")
            : request.Capabilities.Count > CollaborationLimits.Capabilities || request.Capabilities.Any(name => !CollaborationLimits.IsName(name))
                ? new Problem("collaboration.capabilities", $"\"capabilities\" holds at most {CollaborationLimits.Capabilities} names, each {CollaborationLimits.NameForm}.")
            : request.Idle < CollaborationOptions.ShortestIdle || request.Idle > CollaborationOptions.LongestIdle
                ? new Problem("collaboration.idle", $"\"idle\" lies between {CollaborationOptions.ShortestIdle.TotalMinutes:0} minute and {CollaborationOptions.LongestIdle.TotalDays:0} days.")
            : null;
    }

    public static Problem Stranger(string agent) => new("collaboration.agent", $"Nobody called {agent} holds a token of an agent or an expert, or they are suspended.", 404);
}
