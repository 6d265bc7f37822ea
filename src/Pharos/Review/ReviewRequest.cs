using Pharos.Gate.Memory;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>What is asked of the reviewers, as recorded when the gate left it open. Every text is masked.</summary>
public sealed record ReviewRequest
{
    /// <summary>The proposal; its decision holds the whole input and the facts.</summary>
    public required Guid Proposal { get; init; }

    /// <summary>The proposal's kind, by its wire name.</summary>
    public required string Kind { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>One line for a list: the command, the file, the address.</summary>
    public required string Summary { get; init; }

    /// <summary>The rule that left it open.</summary>
    public required string Rule { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>How bad a mistake would be.</summary>
    public required ReviewRisk Risk { get; init; }

    /// <summary>The agent that proposed.</summary>
    public required string Agent { get; init; }

    /// <summary>The subject of the token that was shown; differs from the agent when an administrator proposed for it.</summary>
    public required string Proposer { get; init; }

    /// <summary>The agent's session.</summary>
    public string? Session { get; init; }

    /// <summary>The subagent within the session.</summary>
    public string? Subagent { get; init; }

    /// <summary>Root of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Keyed hash of everything that makes two proposals the same question: agent, session, input, place, policies, and the files that were looked at.</summary>
    public required string Key { get; init; }

    /// <summary>Keyed hash of what a grant would cover, whoever asks; null when it cannot be granted, because more of the disk was seen than can be recognised again.</summary>
    public string? GrantKey { get; init; }

    /// <summary>What was seen of the disk; a verdict is held against it before it is delivered. Null when nothing was looked at.</summary>
    public Sighting? Seen { get; init; }

    /// <summary>When a reviewer should have judged.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the timeout acts.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the timeout does.</summary>
    public required TimeoutAction OnTimeout { get; init; }

    /// <summary>How many different people must approve. Default 1.</summary>
    public int People { get; init; } = 1;

    /// <summary>The proposal.</summary>
    internal ProposalId ProposalId => new(Proposal);
}
