using System.Globalization;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Rego.Values;
using Pharos.Review.Context;

namespace Pharos.Review.Collaborations;

/// <summary>The sessions in which an agent took part when it proposed: what they are for, what was said last, what was agreed on, and which texts were attached.</summary>
/// <param name="board">The sessions.</param>
/// <param name="desk">Reads them whole.</param>
/// <param name="clock">The clock.</param>
public sealed class OpenCollaborations(Projection<CollaborationBoard> board, CollaborationDesk desk, TimeProvider clock) : IContextSource
{
    /// <summary>Most sessions shown.</summary>
    public const int Maximum = 3;

    /// <summary>Most sessions looked at: somebody waits for the page.</summary>
    public const int MaximumLookedAt = 20;

    /// <summary>Most entries of each kind shown of a session, the latest.</summary>
    public const int MaximumEntries = 5;

    /// <summary>Most characters shown of a text.</summary>
    public const int MaximumCharacters = 2000;

    /// <inheritdoc/>
    public string Name => "collaborations";

    /// <inheritdoc/>
    public async ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken)
    {
        var (agent, at) = (item.Request.Agent, item.RequestedAt);

        // A session that ended since the question was asked explains it no less.
        var heads = board.Read((state, _) => state.OpenOf(agent).Concat(state.Closed.Where(head => head.ClosedAt >= at && head.Find(agent) is not null))
            .Where(head => head.StartedAt <= at && head.Find(agent) is { Presence: Presence.Joined or Presence.Left or Presence.Removed })
            .Take(MaximumLookedAt)
            .ToList());
        var shown = new List<RegoValue>();
        foreach (var head in heads)
        {
            // Who had left by then worked on something else.
            if (shown.Count < Maximum
                && await (proposal.Answer.Position is { } position ? desk.FindAsync(head.CollaborationId, position, cancellationToken) : desk.FindAsync(head.CollaborationId, cancellationToken)) is { } then && !then.Head.IsClosedAt(at) && then.Head.Find(agent) is { Presence: Presence.Joined }
                && await desk.FindAsync(head.CollaborationId, cancellationToken) is { } session)
            {
                shown.Add(Of(session, agent, item.Request.Proposal, clock.GetUtcNow()));
            }
        }

        return RegoArray.Of([.. shown]);
    }

    private static RegoObject Of(Collaboration session, string agent, Guid proposal, DateTimeOffset now) => RegoObject.Of(
        ("id", Text(session.Head.Id.ToString())),
        ("kind", Text(session.Head.Kind)),
        ("mode", session.Head.Mode is { } mode ? Text(PairModes.NameOf(mode)) : RegoNull.Instance),
        ("objective", Text(session.Head.Objective)),
        ("state", Text(CollaborationStages.NameOf(session.Head.StageAt(now)))),
        ("role", Text(session.Head.Find(agent)?.Role ?? "")),
        ("participants", Array(session.Head.Participants.Select(one => RegoObject.Of(("agent", Text(one.Agent)), ("role", Text(one.Role)), ("presence", Text(Participant.NameOf(one.Presence))))))),
        ("suggestions", Array(Telling(session, proposal).Select(suggestion => Of(suggestion, proposal)))),
        ("decisions", Array(session.Decisions.TakeLast(MaximumEntries).Select(decision => RegoObject.Of(
            ("by", Text(decision.By)), ("text", Text(Cut(decision.Text))), ("reason", Text(Cut(decision.Reason))))))),
        ("messages", Array(session.Messages.TakeLast(MaximumEntries).Select(message => RegoObject.Of(
            ("by", Text(message.By)), ("at", Time(message.At)), ("text", Text(Cut(message.Text))))))),
        ("context", Array(session.Contexts.TakeLast(MaximumEntries).Select(context => RegoObject.Of(
            ("name", Text(context.Name)),
            ("hash", Text(context.Hash)),
            ("size", RegoNumber.Of(context.Size)),
            ("mediaType", Text(context.MediaType)),
            ("by", Text(context.By)),
            ("expiresAt", Time(context.ExpiresAt)),
            ("expired", RegoBoolean.Of(context.ExpiresAt <= now)))))));

    // The suggestion that this very proposal carries out comes before all others.
    private static IEnumerable<Suggestion> Telling(Collaboration session, Guid proposal) => session.Suggestions
        .OrderByDescending(suggestion => suggestion.Proposals.Any(known => known.Proposal == proposal))
        .ThenByDescending(suggestion => suggestion.Number)
        .Take(MaximumEntries);

    private static RegoObject Of(Suggestion suggestion, Guid proposal) => RegoObject.Of(
        ("number", RegoNumber.Of(suggestion.Number)),
        ("file", Text(suggestion.File)),
        ("state", Text(Suggestion.NameOf(suggestion.State))),
        ("by", Text(suggestion.Current.By)),
        ("judgedBy", suggestion.JudgedBy is { } judge ? Text(judge) : RegoNull.Instance),
        ("reason", Text(Cut(suggestion.JudgedWhy ?? suggestion.Current.Change?.Reason))),
        ("text", Text(Cut(suggestion.Current.Change?.Text ?? suggestion.Current.Change?.Diff))),
        ("carriedOut", RegoBoolean.Of(suggestion.Proposals.Any(known => known.Proposal == proposal))),
        ("same", suggestion.Proposals.LastOrDefault(known => known.Proposal == proposal)?.IsSame is { } isSame ? RegoBoolean.Of(isSame) : RegoNull.Instance));

    private static RegoArray Array(IEnumerable<RegoValue> values) => RegoArray.Of([.. values]);

    private static RegoString Text(string text) => RegoString.Of(text);

    private static RegoString Time(DateTimeOffset time) => Text(time.ToString("O", CultureInfo.InvariantCulture));

    private static string Cut(string? text)
    {
        if (text is null || text.Length <= MaximumCharacters)
        {
            return text ?? "";
        }

        // Half a surrogate pair would not be text any more.
        var end = char.IsHighSurrogate(text[MaximumCharacters - 2]) ? MaximumCharacters - 2 : MaximumCharacters - 1;
        return text[..end] + "…";
    }
}
