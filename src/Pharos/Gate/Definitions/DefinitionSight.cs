namespace Pharos.Gate.Definitions;

/// <summary>What is known of a tool's definition.</summary>
public sealed record DefinitionSight
{
    /// <summary>The version of the tool's stream that this rests on; 0 for a tool that was never seen.</summary>
    public required long Version { get; init; }

    /// <summary>Changes whenever this does: part of what the gate's memory goes by.</summary>
    public required long Revision { get; init; }

    /// <summary>What was approved last; null for nothing.</summary>
    public DefinitionText? Pinned { get; init; }

    /// <summary>Who approved it: a person, or <c>policy</c>; null for nothing.</summary>
    public string? PinnedBy { get; init; }

    /// <summary>The hash of what the server said last; null when it never said anything.</summary>
    public string? Latest { get; init; }

    /// <summary>What became of that.</summary>
    public DefinitionState State { get; init; }

    /// <summary>Its proposal.</summary>
    public Guid Proposal { get; init; }

    /// <summary>The review it waits in; null where nobody is asked.</summary>
    public Guid? Review { get; init; }

    /// <summary>True when the record of it was erased, so that nobody can tell whether it changed.</summary>
    public bool IsErased { get; init; }

    /// <summary>True when this agent was shown more tools than are kept apart.</summary>
    public bool IsTooMany { get; init; }

    /// <summary>A tool that was never seen.</summary>
    public static DefinitionSight Never { get; } = new() { Version = 0, Revision = 0 };
}
