using System.Globalization;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Rego.Values;
using Pharos.Review.Context;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>
/// Shows with a review which experts are asked about it and, once that is over, what each said. Before, it only shows how many said what: who votes later must not follow who voted
/// before, whoever of the two is told of it by a person.
/// </summary>
/// <param name="desk">Where panels are.</param>
/// <param name="board">Says who has a seat's task.</param>
public sealed class PanelContext(PanelDesk desk, Projection<TaskBoard> board) : IContextSource
{
    /// <inheritdoc/>
    public string Name => "panel";

    /// <inheritdoc/>
    public async ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken) =>
        await desk.FindAsync(new PanelId(item.Id), cancellationToken) is { } panel ? Show(panel) : RegoNull.Instance;

    private RegoObject Show(PanelItem panel) => RegoObject.Of(
        ("rule", Text(panel.Request.Rule)),
        ("openedAt", Time(panel.OpenedAt)),
        ("deadline", Time(panel.Request.Deadline)),
        ("need", Number(panel.Request.Need)),
        ("of", Number(panel.Request.Seats.Count)),
        ("faulty", Number(panel.Request.Faulty)),
        ("different", Number(panel.Request.Different)),
        ("confidence", Number(panel.Request.Confidence)),
        ("aloneFrom", panel.Request.AloneFrom is { } alone ? Number(alone) : RegoNull.Instance),
        ("onRejection", Text(RejectionActions.NameOf(panel.Request.OnRejection))),
        ("standing", Text(panel.Conclusion is null ? $"{panel.Votes.Count} of {panel.Request.Seats.Count} experts have voted, {panel.Request.Need} must approve" : PanelStanding.Describe(panel))),
        ("counts", RegoObject.Of([.. Enum.GetValues<OpinionVerdict>().Select(verdict => (OpinionVerdicts.NameOf(verdict), (RegoValue)Number(panel.Votes.Count(vote => vote.Verdict == verdict))))])),
        ("seats", RegoArray.Of([.. panel.Request.Seats.Select(seat => Show(panel, seat))])),
        ("votes", RegoArray.Of([.. Said(panel, panel.Votes).Select(vote => Show(panel, vote))])),
        ("refused", RegoArray.Of([.. Said(panel, panel.Refusals).Select(Show)])),
        ("outcome", panel.Conclusion is { } made ? Text(PanelOutcomes.NameOf(made.Outcome)) : RegoNull.Instance),
        ("why", panel.Conclusion is { } why ? Text(why.Why) : RegoNull.Instance),
        ("by", RegoArray.Of([.. (panel.Conclusion?.By ?? []).Select(Text)])),
        ("concludedAt", panel.ConcludedAt is { } at ? Time(at) : RegoNull.Instance));

    private static IReadOnlyList<T> Said<T>(PanelItem panel, IReadOnlyList<T> said) => panel.Conclusion is null ? [] : said;

    private RegoObject Show(PanelItem panel, PanelSeat seat) => RegoObject.Of(
        ("task", Text(seat.Task.ToString())),
        ("speciality", Text(seat.Speciality)),
        ("expert", board.Read((state, _) => state.Find(seat.Task)?.Assignee) is { } asked ? Text(asked) : RegoNull.Instance),
        ("state", Text(panel.Votes.Any(vote => vote.Task == seat.Task) ? "voted" : panel.Open.Contains(seat) ? "open" : "empty")),
        ("why", panel.Missed.FirstOrDefault(miss => miss.Task == seat.Task) is { } miss ? Text(miss.Why) : RegoNull.Instance));

    private static RegoObject Show(PanelItem panel, PanelVote vote) => RegoObject.Of(
        ("expert", Text(vote.Expert)),
        ("speciality", Text(vote.Speciality)),
        ("verdict", Text(OpinionVerdicts.NameOf(vote.Verdict))),
        ("confidence", Number(vote.Confidence)),
        ("reason", Text(vote.Reason)),
        ("weight", Number(vote.Weight)),
        ("counts", panel.Counts(vote.Expert) ? RegoBoolean.True : RegoBoolean.False),
        ("at", Time(vote.At)));

    private static RegoObject Show(PanelRefusal refusal) => RegoObject.Of(
        ("expert", Text(refusal.Expert)),
        ("code", Text(refusal.Code)),
        ("why", Text(refusal.Why)),
        ("verdict", Text(OpinionVerdicts.NameOf(refusal.Verdict))),
        ("at", Time(refusal.At)));

    private static RegoString Text(string text) => RegoString.Of(text);

    private static RegoNumber Number(double value) => RegoNumber.Of(value);

    private static RegoString Time(DateTimeOffset at) => Text(at.ToString("O", CultureInfo.InvariantCulture));
}
