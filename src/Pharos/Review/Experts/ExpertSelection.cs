using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Review.Experts;

/// <summary>Chooses the expert for a task by success, speed, room, calibration and cost. Pure: the same candidates, task and seed give the same choice on every node.</summary>
/// <param name="seed">What chance is drawn from.</param>
/// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
public sealed class ExpertSelection(int seed, Func<string, string, bool> isRegisteredBy)
{
    private const int Shown = 3;

    // One minute is half of the points for speed.
    private const double TypicalSeconds = 60;

    // Who is unknown can gain or lose as much as half of what success weighs; who is well known still changes places with an equal.
    private const double Curiosity = 0.2;
    private const double LastingCuriosity = 0.04;

    /// <summary>The choice for a task among those who can have it; who can is <see cref="ExpertPool"/>'s to find.</summary>
    /// <param name="task">The task; chance is drawn for it.</param>
    /// <param name="need">What is needed.</param>
    /// <param name="able">Those for whom <see cref="WhyNot"/> is <see cref="ExpertExclusion.None"/>; at least one.</param>
    internal ExpertChoice ChooseAmong(Guid task, ExpertNeed need, IReadOnlyList<ExpertCandidate> able)
    {
        var fresh = able.Where(candidate => !need.Tried.Contains(candidate.Expert.Id)).ToList();
        var running = fresh.Count > 0 ? fresh : able;
        var dearest = running.Max(candidate => candidate.Expert.Profile.Cost);
        var isJudgement = need.Kind == TaskKinds.Judge;
        var scores = running.Select(candidate => Score(task, candidate, dearest, isJudgement))
            .OrderByDescending(score => score.Total).ThenBy(score => score.Expert, StringComparer.Ordinal).ToList();
        return new ExpertChoice(scores[0], scores.Count, [.. scores.Skip(1).Take(Shown)]);
    }

    /// <summary>What an expert would score for no task in particular, without chance.</summary>
    public static ExpertScore Score(ExpertCandidate candidate, bool isJudgement) => Weigh(candidate, 0, isJudgement, 0);

    /// <summary>Why an expert cannot get a task.</summary>
    public ExpertExclusion WhyNot(ExpertNeed need, ExpertCandidate candidate)
    {
        var (expert, profile) = (candidate.Expert, candidate.Expert.Profile);
        return need.To is { } meant && meant != expert.Id ? ExpertExclusion.NotMeant
            : !profile.Kinds.Contains(need.Kind) || !need.Capabilities.All(profile.Capabilities.Contains) ? ExpertExclusion.Unable
            : !profile.WorksIn(need.Workspace) ? ExpertExclusion.Elsewhere
            : need.AskedBy == expert.Id || IsOwn(expert.Id, need.About) ? ExpertExclusion.Own
            : need.Except.Contains(expert.Id) ? ExpertExclusion.Declined
            : WhyNotNow(candidate, need.Kind == TaskKinds.Judge);
    }

    /// <summary>Why an expert cannot get anything of a sort at this moment, whatever it is about.</summary>
    internal static ExpertExclusion WhyNotNow(ExpertCandidate candidate, bool isJudgement) =>
        !candidate.MayHave(isJudgement) ? ExpertExclusion.Revoked
        : candidate.Expert.IsSuspended ? ExpertExclusion.Suspended
        : candidate.Expert.IsLost ? ExpertExclusion.Away
        : candidate.LoadFor(isJudgement) >= candidate.Expert.Profile.Capacity ? ExpertExclusion.Busy
        : ExpertExclusion.None;

    /// <summary>Whether somebody, or whoever registered them, is one of those a matter belongs to.</summary>
    public bool IsOwn(string subject, IReadOnlyList<string> about) => about.Any(owner => owner == subject || isRegisteredBy(subject, owner));

    private ExpertScore Score(Guid task, ExpertCandidate candidate, double dearest, bool isJudgement)
    {
        var reach = LastingCuriosity + (Curiosity / Math.Sqrt(1 + candidate.RecordFor(isJudgement).Evidence));
        return Weigh(candidate, dearest, isJudgement, reach * ((2 * Chance(task, candidate.Expert.Id)) - 1));
    }

    private static ExpertScore Weigh(ExpertCandidate candidate, double dearest, bool isJudgement, double exploration)
    {
        var (record, profile) = (candidate.RecordFor(isJudgement), candidate.Expert.Profile);
        var success = record.SuccessRate;
        var speed = TypicalSeconds / (TypicalSeconds + (record.LatencySeconds ?? TypicalSeconds));
        var room = Math.Max(0, 1 - ((double)candidate.LoadFor(isJudgement) / profile.Capacity));
        var calibration = record.Calibration;
        var cost = dearest > 0 ? 1 - (profile.Cost / dearest) : 1;

        // A fast opinion that is wrong is worth less than a slow one; for work there is nobody to say whether it was right.
        var total = isJudgement
            ? (0.25 * success) + (0.10 * speed) + (0.15 * room) + (0.45 * calibration) + (0.05 * cost)
            : (0.45 * success) + (0.25 * speed) + (0.20 * room) + (0.10 * cost);
        return new ExpertScore(candidate.Expert.Id, Round(total + exploration), Round(success), Round(speed), Round(room), Round(calibration), Round(cost), Round(exploration));
    }

    // Drawn from the names and not from a sequence, so that it does not matter in which order candidates stand or which node looks.
    private double Chance(Guid task, string expert)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{task:N}\n{expert}"));
        return BinaryPrimitives.ReadUInt32BigEndian(digest) / (double)uint.MaxValue;
    }

    private static double Round(double value) => Math.Round(value, 4);

    /// <summary>Why nobody can have a task, in words.</summary>
    /// <param name="need">What is needed.</param>
    /// <param name="isKnown">Whether the one that is meant is registered.</param>
    /// <param name="why">What keeps those who take such tasks.</param>
    internal static string Explain(ExpertNeed need, bool isKnown, IReadOnlyCollection<ExpertExclusion> why)
    {
        var wanted = need.Capabilities.Count == 0 ? $"kind {need.Kind}" : $"kind {need.Kind} with {string.Join(", ", need.Capabilities)}";
        return why.Count == 0
            ? need.To is not { } one ? $"No registered expert takes tasks of {wanted}."
                : isKnown ? $"{one} does not take tasks of {wanted} there."
                : $"{one} is not registered as an expert."

            // Without counts: they change all the time, and each change would be an event for each task that waits.
            : $"Those who take {wanted} {string.Join(", or ", why.Distinct().Order().Select(Words))}.";
    }

    private static string Words(ExpertExclusion why) => why switch
    {
        ExpertExclusion.Own => "may not, because it is their own matter",
        ExpertExclusion.Declined => "declined or were asked already",
        ExpertExclusion.Suspended => "are suspended",
        ExpertExclusion.Revoked => "hold no token any more",
        ExpertExclusion.Away => "are away",
        _ => "are busy",
    };
}
