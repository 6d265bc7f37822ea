using System.Globalization;
using Pharos.Proposals;

namespace Pharos.Gate.Degradation;

/// <summary>How careful the gate is, and why.</summary>
public sealed record DegradationStatus
{
    /// <summary>The rule of what is denied in emergency because it would have needed a review.</summary>
    public const string Rule = "pharos.degradation.emergency";

    /// <summary>The state before anything happened.</summary>
    public static DegradationStatus Normal { get; } = new();

    /// <summary>The state.</summary>
    public DegradationState State { get; init; }

    /// <summary>Tells one state from the next; part of what the gate remembers decisions by.</summary>
    public long Version { get; init; }

    /// <summary>Since when; null when it was never otherwise.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who changed it; null when nobody did.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The threshold that changed it; null when it was changed by hand.</summary>
    public string? Trigger { get; init; }

    /// <summary>False while the log could not record it yet; it holds all the same, on this node.</summary>
    public bool IsRecorded { get; init; } = true;

    /// <summary>True when the gate is as configured.</summary>
    public bool IsNormal => State == DegradationState.Normal;

    /// <summary>Whether standing approvals may speak. The one place that decides it.</summary>
    public bool LetsGrantsSpeak => IsNormal;

    /// <summary>The proposal as it is judged: with the strict profile while the gate is not normal.</summary>
    internal Proposal Restrict(Proposal proposal) => IsNormal || proposal.Workspace.Profile == WorkspaceProfile.Strict
        ? proposal
        : proposal with { Workspace = proposal.Workspace with { Profile = WorkspaceProfile.Strict } };

    /// <summary>The answer as it may leave: named, and in emergency a denial where someone would have had to look.</summary>
    internal Answer Bind(Answer answer)
    {
        if (IsNormal)
        {
            return answer;
        }

        answer = answer with { Degradation = DegradationStates.NameOf(State) };
        return State != DegradationState.Emergency || answer.Decision != Decision.Review
            ? answer
            : answer with
            {
                Decision = Decision.Deny,
                Rule = Rule,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The gate is in emergency since {Since:u} ({Reason}), so what someone would have to look at is denied. It would have been: {answer.Reason}"),
                Evidence = [.. answer.Evidence, new Evidence(answer.Rule, answer.Reason)],
            };
    }
}
