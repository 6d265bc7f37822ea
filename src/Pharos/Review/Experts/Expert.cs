using System.Text.Json.Serialization;
using Pharos.Agents;

namespace Pharos.Review.Experts;

/// <summary>A registered agent as its events make it. Immutable.</summary>
public sealed record Expert
{
    /// <summary>Its token's subject.</summary>
    public required string Id { get; init; }

    /// <summary>The role of its token when it registered; only experts judge.</summary>
    public required Role Role { get; init; }

    /// <summary>What it says of itself.</summary>
    public required ExpertProfile Profile { get; init; }

    /// <summary>How often it registered; its key belongs to this number.</summary>
    public required int Generation { get; init; }

    /// <summary>When it registered last.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>When it was last recorded as being there.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it was not seen for too long.</summary>
    public bool IsLost { get; init; }

    /// <summary>Who suspended it; null while it is not.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>Why it was suspended.</summary>
    public string? SuspendedWhy { get; init; }

    /// <summary>The id.</summary>
    [JsonIgnore]
    public ExpertId ExpertId => new(Id);

    /// <summary>Whether it is kept from tasks.</summary>
    [JsonIgnore]
    public bool IsSuspended => SuspendedBy is not null;
}
