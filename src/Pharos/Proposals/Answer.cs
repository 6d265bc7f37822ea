using Pharos.Events;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>What the gate answers. <see cref="Review"/> binds like a deny until someone has judged.</summary>
public enum Decision
{
    /// <summary>It may happen.</summary>
    Allow,

    /// <summary>It may not happen.</summary>
    Deny,

    /// <summary>Someone has to look.</summary>
    Review,
}

/// <summary>The tier that decided.</summary>
public enum Tier
{
    /// <summary>Code before policy: malformed input, protected targets.</summary>
    Facts,

    /// <summary>The same proposal was decided before under the same circumstances.</summary>
    Memory,

    /// <summary>Rego.</summary>
    Policy,

    /// <summary>The learned score.</summary>
    Pattern,

    /// <summary>Experts and people.</summary>
    Review,
}

/// <summary>A part of the proposal that a rule points at.</summary>
/// <param name="Segment">The text, masked.</param>
/// <param name="Why">Why it matters.</param>
public sealed record Evidence(string Segment, string Why);

/// <summary>The decision on one proposal, as callers see it.</summary>
public sealed record Answer
{
    /// <summary>The degradation of an answer that was made as it should be.</summary>
    public const string Normal = "normal";

    /// <summary>The policy engine was away, and an answer it gave before decided.</summary>
    public const string PolicyEngineKept = "policy-engine-kept";

    /// <summary>The policy engine was away, and the embedded policies decided.</summary>
    public const string PolicyEngineAway = "policy-engine-away";

    /// <summary>The proposal.</summary>
    public required ProposalId Id { get; init; }

    /// <summary>The verdict.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Where the proposal stands in its life; <c>decided</c> until the review room or an outcome moves it.</summary>
    public string State { get; init; } = "decided";

    /// <summary>False in dry-run: the verdict is recorded but does not bind.</summary>
    public required bool IsEnforced { get; init; }

    /// <summary>The workspace's mode.</summary>
    public required WorkspaceMode Mode { get; init; }

    /// <summary>The tier that decided.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The rule that decided.</summary>
    public required string Rule { get; init; }

    /// <summary>Why, in words for the developer and the agent.</summary>
    public required string Reason { get; init; }

    /// <summary>How sure the rule is, from 0 to 1.</summary>
    public double Score { get; init; } = 1;

    /// <summary>The parts that led to the decision.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Version of the policies that were asked.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>What was not as it should be when this was decided, by a stable name.</summary>
    public string Degradation { get; init; } = Normal;

    /// <summary>The review it was handed to; null when nobody has to look.</summary>
    public ReviewId? Review { get; init; }

    /// <summary>The people or experts whose verdict this is; null when code decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The input that was approved instead of the proposed one; null when nothing was changed.</summary>
    public RegoObject? Edited { get; init; }

    /// <summary>The standing approval that decided; null when none did.</summary>
    public RegoObject? Grant { get; init; }

    /// <summary>Time spent deciding, without the log.</summary>
    public long ElapsedMicroseconds { get; init; }

    /// <summary>Where the decision stands in the log; null when it was not recorded (<c>check</c>).</summary>
    public Position? Position { get; init; }
}
