namespace Pharos.Review.Collaborations;

/// <summary>What somebody who starts a session asks for; nothing of it is believed yet.</summary>
public sealed record CollaborationRequest
{
    /// <summary>What kind of session.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is for.</summary>
    public required string Objective { get; init; }

    /// <summary>How a pair works; null for its default, and for other kinds.</summary>
    public PairMode? Mode { get; init; }

    /// <summary>Who is asked, with a role or without. A pair that names nobody is matched.</summary>
    public IReadOnlyList<(string Agent, string? Role)> Participants { get; init; } = [];

    /// <summary>What a pair's partner should be able to do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>After how long without anything happening it expires; null for the configured time.</summary>
    public TimeSpan? Idle { get; init; }
}
