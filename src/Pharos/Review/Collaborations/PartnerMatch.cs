namespace Pharos.Review.Collaborations;

/// <summary>Why this partner was chosen.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Why">The reasons, in words.</param>
/// <param name="Considered">How many could have been chosen.</param>
/// <param name="Next">Who came next.</param>
public sealed record PartnerMatch(string Agent, double Score, IReadOnlyList<string> Why, int Considered, IReadOnlyList<PartnerRank> Next);

/// <summary>Somebody who came next.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Score">0 to 1.</param>
public sealed record PartnerRank(string Agent, double Score);

/// <summary>An agent as whoever registered it knows it.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Capabilities">What it says it can do.</param>
/// <param name="SeenAt">When it was last heard of; null for never.</param>
public sealed record PartnerProfile(string Agent, IReadOnlyList<string> Capabilities, DateTimeOffset? SeenAt);

/// <summary>Knows the agents that registered with capabilities. A port, because who registers them stands elsewhere. Safe for use by many threads.</summary>
public interface IPartnerDirectory
{
    /// <summary>Everybody who is registered and not suspended.</summary>
    IReadOnlyList<PartnerProfile> Registered { get; }
}
