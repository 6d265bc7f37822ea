using System.Globalization;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>How the votes of a panel stand. Pure: the same votes stand the same on every node.</summary>
internal sealed class PanelStanding
{
    // Weights have three decimals; sums of them may be off by far less than half of one.
    private const double Rounding = 0.0005;

    // What nobody believes is no second opinion, whatever it is called.
    private const double Heard = 0.5;

    private readonly PanelItem _item;
    private readonly IReadOnlyList<PanelVote> _approving;
    private readonly IReadOnlyList<PanelVote> _rejecting;
    private readonly IReadOnlyList<PanelVote> _against;
    private readonly IReadOnlyList<PanelSeat> _open;

    private PanelStanding(PanelItem item)
    {
        _item = item;
        var counted = item.Votes.Where(vote => item.Counts(vote.Expert)).ToList();
        _approving = [.. counted.Where(vote => vote.Verdict == OpinionVerdict.Approve && IsSure(vote))];
        _rejecting = [.. counted.Where(vote => vote.Verdict == OpinionVerdict.Reject)];
        _against = [.. _rejecting.Where(IsSure)];
        _open = [.. item.Open];
    }

    /// <summary>What the votes come to; null while more of them may still change it.</summary>
    public static PanelConclusion? Of(PanelItem item) => new PanelStanding(item).Conclude();

    /// <summary>How the votes stand, in words.</summary>
    public static string Describe(PanelItem item) => new PanelStanding(item).Words();

    private PanelConclusion? Conclude()
    {
        if (_rejecting.Count == 0 && _approving.FirstOrDefault(vote => vote.Confidence >= _item.Request.AloneFrom && vote.Weight >= 1) is { } lone)
        {
            return Approved([lone], $"{lone.Expert} ({lone.Speciality}) approves, sure to {Number(lone.Confidence)}; here one expert is enough");
        }

        var given = _approving.Select(vote => (vote.Speciality, vote.Weight)).ToList();
        if (IsEnough(given))
        {
            return Approved(_approving, Words());
        }

        // Every seat that is still open at its best.
        if (IsEnough([.. given, .. _open.Select(seat => (seat.Speciality, 1.0))]) || (_open.Count > 0 && _rejecting.Count == 0 && _item.Request is { AloneFrom: not null, Seats.Count: 1 }))
        {
            return null;
        }

        return _item.Request.OnRejection == RejectionAction.Reject && Weight(_against) > _item.Request.Faulty + Rounding
            ? new PanelConclusion(PanelOutcome.Rejected, Reasons(_against), Names(_against))
            : CanStillReject ? null
            : new PanelConclusion(PanelOutcome.People, $"{Words()}{(_rejecting.Count > 0 ? $". {Reasons(_rejecting)}" : "")}", []);
    }

    private bool CanStillReject => _item.Request.OnRejection == RejectionAction.Reject && _open.Count > 0 && Weight(_against) + _open.Count > _item.Request.Faulty + Rounding;

    // One vote is never enough by itself; when it is, the rule says so, with the risk and how sure the expert must be.
    private bool IsEnough(IReadOnlyList<(string Speciality, double Weight)> votes) =>
        votes.Count > 1
        && votes.Sum(vote => vote.Weight) >= _item.Request.Need - Rounding
        && votes.GroupBy(vote => vote.Speciality, StringComparer.Ordinal).Count(group => group.Sum(vote => vote.Weight) >= Heard - Rounding) >= _item.Request.Different;

    private static PanelConclusion Approved(IReadOnlyList<PanelVote> votes, string why) => new(PanelOutcome.Approved, why, Names(votes));

    private bool IsSure(PanelVote vote) => vote.Confidence >= _item.Request.Confidence;

    private static double Weight(IReadOnlyList<PanelVote> votes) => votes.Sum(vote => vote.Weight);

    private static IReadOnlyList<string> Names(IReadOnlyList<PanelVote> votes) => [.. votes.Select(vote => vote.Expert)];

    private static string Reasons(IReadOnlyList<PanelVote> votes) => string.Join(" ", votes.Select(vote => $"{vote.Expert} ({vote.Speciality}): {vote.Reason}"));

    private string Words()
    {
        var request = _item.Request;
        var text = $"{_approving.Count} of {request.Seats.Count} experts approve";
        text += _approving.Count > 0 ? $" ({string.Join(", ", _approving.Select(vote => vote.Speciality).Distinct(StringComparer.Ordinal))})" : "";
        text += Weight(_approving) < _approving.Count - Rounding ? $", which weighs {Number(Weight(_approving))}" : "";
        text += $", {request.Need} are needed";
        return request.Different > 1 ? $"{text} from {request.Different} specialities" : text;
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
