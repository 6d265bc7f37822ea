using Pharos.Gate;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>How long things may take and how much may wait. Immutable, with defaults.</summary>
public sealed record ReviewOptions
{
    /// <summary>How long a claim lasts without activity of its holder.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Longest time something may be set aside.</summary>
    public static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(7);

    /// <summary>How long an approval whose caller has gone serves the same agent's next equal proposal, once.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(10);

    /// <summary>When the timeout acts. Default: 1 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What the timeout does. Default: expire.</summary>
    public TimeoutAction OnTimeout { get; init; } = TimeoutAction.Expire;

    /// <summary>The time within which a kind should be judged. Defaults: replies 2 min, commands and tool calls 5 min, everything else 10 min.</summary>
    public IReadOnlyDictionary<ProposalKind, TimeSpan> Sla { get; init; } = DefaultSla;

    /// <summary>How many people a high risk needs. Default: 1.</summary>
    public int PeopleForHighRisk { get; init; } = 1;

    /// <summary>Most open reviews of one agent; what it proposes beyond is denied. Default: 1,000.</summary>
    public int OpenPerAgent { get; init; } = 1000;

    /// <summary>Most calls of one agent that wait for a verdict at a time. Default: 1,000.</summary>
    public int WaitingCallsPerAgent { get; init; } = 1000;

    /// <summary>How long an approval is kept from its waiting caller, so that it can be taken back. Default: none.</summary>
    public TimeSpan UndoWindow { get; init; }

    /// <summary>How long a hook waits for a verdict where nobody can be asked at the agent; below the hook's own deadline. Default: none.</summary>
    public TimeSpan HookWait { get; init; }

    /// <summary>What differs for certain rules; the first that matches counts. Default: none.</summary>
    public IReadOnlyList<ReviewRule> Rules { get; init; } = [];

    /// <summary>What differs for a rule of the gate; null for nothing.</summary>
    internal ReviewRule? RuleFor(string rule) => Rules.FirstOrDefault(candidate => candidate.Matches(rule));

    /// <summary>How bad a mistake would be in what the gate left open, and how many people must approve it.</summary>
    internal (ReviewRisk Risk, int People) Weigh(GateVerdict verdict)
    {
        var rule = RuleFor(verdict.Answer.Rule);
        var risk = rule?.Risk ?? RiskAssessment.Of(verdict);
        return (risk, rule?.People ?? (risk == ReviewRisk.High ? PeopleForHighRisk : 1));
    }

    /// <summary>The defaults of <see cref="Sla"/>.</summary>
    public static IReadOnlyDictionary<ProposalKind, TimeSpan> DefaultSla { get; } = Enum.GetValues<ProposalKind>().ToDictionary(kind => kind, kind => kind switch
    {
        ProposalKind.Reply => TimeSpan.FromMinutes(2),
        ProposalKind.Command or ProposalKind.ToolCall => TimeSpan.FromMinutes(5),
        _ => TimeSpan.FromMinutes(10),
    });
}

/// <summary>What differs for the reviews that certain rules of the gate ask for.</summary>
/// <param name="Rule">The rule's name; a star at its end stands for any ending.</param>
public sealed record ReviewRule(string Rule)
{
    /// <summary>When the timeout acts; null for the general one.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What the timeout does; null for the general one.</summary>
    public TimeoutAction? OnTimeout { get; init; }

    /// <summary>The risk; null for what the effects say.</summary>
    public ReviewRisk? Risk { get; init; }

    /// <summary>How many people must approve; null for what the risk says.</summary>
    public int? People { get; init; }

    /// <summary>Whether it is about a rule of the gate.</summary>
    public bool Matches(string rule) => Rule.EndsWith('*') ? rule.StartsWith(Rule.AsSpan(0, Rule.Length - 1), StringComparison.Ordinal) : Rule == rule;
}
