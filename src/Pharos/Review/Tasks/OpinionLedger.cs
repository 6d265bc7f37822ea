using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>
/// Opinions that wait to be held against what came: the verdict of people once it took effect, or the execution where nobody else judged. Changed in place by the fold of
/// <see cref="TaskBoard"/> only.
/// </summary>
internal sealed class OpinionLedger
{
    /// <summary>Most reviews whose outcome is waited for; the oldest is forgotten first.</summary>
    public const int MaximumReviews = 10_000;

    // An execution that ends well says that the command works, and only weakly that it was fine.
    private const double ExecutionWeight = 0.5;

    private readonly Dictionary<Guid, OpenReview> _reviews = [];
    private readonly Dictionary<Guid, Guid> _byProposal = [];
    private readonly Queue<Guid> _order = new();

    /// <summary>Everything that is waited for, the oldest first.</summary>
    public IEnumerable<OpenReview> All => _order.Where(_reviews.ContainsKey).Select(id => _reviews[id]);

    public void Note(Guid review, Guid? proposal, string expert, TaskOpinion opinion)
    {
        if (opinion.Verdict == OpinionVerdict.Abstain)
        {
            return;
        }

        if (_reviews.TryGetValue(review, out var open))
        {
            _reviews[review] = open with { Opinions = [.. open.Opinions, new HeldOpinion(expert, opinion.Verdict == OpinionVerdict.Approve, opinion.Confidence)] };
            return;
        }

        Put(new OpenReview(review, proposal, [new HeldOpinion(expert, opinion.Verdict == OpinionVerdict.Approve, opinion.Confidence)], null));
    }

    public void Put(OpenReview open)
    {
        _reviews[open.Review] = open;
        _order.Enqueue(open.Review);
        if (open.Proposal is { } proposal)
        {
            _byProposal[proposal] = open.Review;
        }

        while (_order.Count > MaximumReviews)
        {
            Forget(_order.Dequeue());
        }
    }

    /// <summary>Notes what was decided; it counts once it takes effect.</summary>
    public void Decided(Guid review, ReviewVerdict? verdict)
    {
        if (_reviews.TryGetValue(review, out var open))
        {
            // An expert's own verdict is no outcome to hold experts against; what people approved in another form says nothing about the form that was asked about.
            var isFine = verdict is null or { Via: Judgement.Experts } or { Edited: not null } ? default(bool?) : verdict.Verdict == VerdictKind.Approve;
            _reviews[review] = open with { IsFine = isFine, IsByExperts = verdict is { Via: Judgement.Experts, Verdict: VerdictKind.Approve } };
        }
    }

    /// <summary>The opinions that the verdict of people settles, now that it took effect.</summary>
    public IEnumerable<(HeldOpinion Opinion, bool WasFine, double Weight)> Delivered(Guid review)
    {
        if (!_reviews.TryGetValue(review, out var open))
        {
            return [];
        }

        if (open.IsFine is not { } isFine)
        {
            _reviews[review] = open with { IsDelivered = true };
            return [];
        }

        Forget(review);
        return open.Opinions.Select(opinion => (opinion, isFine, 1.0));
    }

    /// <summary>The opinions that an execution settles: only what experts approved and nobody else will look at. A report that comes earlier must not take the verdict of people away.</summary>
    public IEnumerable<(HeldOpinion Opinion, bool WasFine, double Weight)> Executed(Guid proposal, bool isWell)
    {
        if (!_byProposal.TryGetValue(proposal, out var review) || !_reviews.TryGetValue(review, out var open) || !(open.IsByExperts && open.IsDelivered))
        {
            return [];
        }

        Forget(review);
        return open.Opinions.Select(opinion => (opinion, isWell, ExecutionWeight));
    }

    /// <summary>Nobody will ever say what was right.</summary>
    public void Forget(Guid review)
    {
        if (_reviews.Remove(review, out var open) && open.Proposal is { } proposal)
        {
            _byProposal.Remove(proposal);
        }
    }
}

/// <summary>A review that opinions were given on and that has no outcome yet.</summary>
internal sealed record OpenReview(Guid Review, Guid? Proposal, IReadOnlyList<HeldOpinion> Opinions, bool? IsFine, bool IsByExperts = false, bool IsDelivered = false);

/// <summary>An opinion that waits for its outcome.</summary>
internal sealed record HeldOpinion(string Expert, bool IsApproved, double Confidence);
