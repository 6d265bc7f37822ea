using System.Globalization;

namespace Pharos.Review.Collaborations;

/// <summary>Chooses a partner for a pair: who can do what is needed, who is there, and who worked well with the driver before. Pure, and the same for the same facts.</summary>
public static class PartnerMatching
{
    /// <summary>What having every capability counts for.</summary>
    public const double CapabilityWeight = 0.6;

    /// <summary>What being there and free counts for.</summary>
    public const double AvailabilityWeight = 0.25;

    /// <summary>What earlier sessions count for.</summary>
    public const double HistoryWeight = 0.15;

    /// <summary>Most open sessions of somebody who can still be chosen.</summary>
    public const int MostSessions = 3;

    private const int Runners = 3;

    /// <summary>The choice, or null when nobody can be chosen.</summary>
    /// <param name="candidates">Everybody who could, the driver left out.</param>
    /// <param name="wanted">What the partner should be able to do.</param>
    /// <param name="seenWithin">How lately one must have been seen.</param>
    /// <param name="now">The time.</param>
    public static PartnerMatch? Choose(IEnumerable<PartnerCandidate> candidates, IReadOnlyList<string> wanted, TimeSpan seenWithin, DateTimeOffset now)
    {
        var able = candidates
            .Where(one => one.SeenAt is { } seen && now - seen <= seenWithin && one.OpenSessions < MostSessions)
            .Select(one => (One: one, Share: Share(one, wanted)))
            .Where(entry => entry.Share > 0)
            .Select(entry => (entry.One, Score: Score(entry.One, entry.Share, seenWithin, now)))
            .OrderByDescending(entry => entry.Score)
            .ThenBy(entry => entry.One.Agent, StringComparer.Ordinal)
            .ToList();
        return able.Count == 0
            ? null
            : new PartnerMatch(able[0].One.Agent, able[0].Score, Why(able[0].One, wanted, now), able.Count, [.. able.Skip(1).Take(Runners).Select(next => new PartnerRank(next.One.Agent, next.Score))]);
    }

    private static double Share(PartnerCandidate one, IReadOnlyList<string> wanted) => wanted.Count == 0 ? 1 : (double)wanted.Count(one.Capabilities.Contains) / wanted.Count;

    private static double Score(PartnerCandidate one, double share, TimeSpan seenWithin, DateTimeOffset now)
    {
        var fresh = 1 - Math.Clamp((now - one.SeenAt!.Value) / seenWithin, 0, 1);
        var free = 1 - ((double)one.OpenSessions / MostSessions);

        // Somebody without a past stands in the middle: a first session must not lose against one bad one.
        var past = (one.Past.Ended + 1.0) / (one.Past.Ended + one.Past.Declined + one.Past.Expired + 2.0);
        return Math.Round((CapabilityWeight * share) + (AvailabilityWeight * ((fresh + free) / 2)) + (HistoryWeight * past), 3);
    }

    private static List<string> Why(PartnerCandidate one, IReadOnlyList<string> wanted, DateTimeOffset now)
    {
        var why = new List<string>();
        if (wanted.Count > 0)
        {
            why.Add($"can do {string.Join(", ", wanted.Where(one.Capabilities.Contains))}");
            if (wanted.Where(name => !one.Capabilities.Contains(name)).ToList() is { Count: > 0 } missing)
            {
                why.Add($"does not say that it can do {string.Join(", ", missing)}");
            }
        }

        var ago = now - one.SeenAt!.Value;
        why.Add(string.Create(CultureInfo.InvariantCulture, $"seen {(ago < TimeSpan.FromMinutes(1) ? "within the last minute" : $"{ago.TotalMinutes:0} min ago")}"));
        why.Add(one.OpenSessions == 0 ? "in no other session" : string.Create(CultureInfo.InvariantCulture, $"in {one.OpenSessions} other open session{(one.OpenSessions == 1 ? "" : "s")}"));
        why.Add(one.Past == PairingPast.None
            ? "has not paired with you before"
            : string.Create(CultureInfo.InvariantCulture, $"with you before: {one.Past.Ended} ended with a summary, {one.Past.Declined} declined, {one.Past.Expired} ran out"));
        return why;
    }
}

/// <summary>Somebody who could be a partner, with everything that is known of them.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Capabilities">What they can do.</param>
/// <param name="SeenAt">When they were last heard of; null for never.</param>
/// <param name="OpenSessions">In how many open sessions they take part.</param>
/// <param name="Past">How earlier sessions with the driver went.</param>
public sealed record PartnerCandidate(string Agent, IReadOnlyCollection<string> Capabilities, DateTimeOffset? SeenAt, int OpenSessions, PairingPast Past);

/// <summary>How the earlier sessions of two agents went.</summary>
/// <param name="Ended">Ended with a summary.</param>
/// <param name="Declined">Declined by the partner.</param>
/// <param name="Expired">Ran out.</param>
public sealed record PairingPast(int Ended, int Declined, int Expired)
{
    /// <summary>No earlier session.</summary>
    public static PairingPast None { get; } = new(0, 0, 0);
}
