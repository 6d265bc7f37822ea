using Pharos.Gate.Replay;
using Pharos.Proposals;

namespace Pharos.Server.Policies;

/// <summary>One line of a dry run: progress while it runs, then the whole report or an error.</summary>
/// <param name="Progress">How far it is; null on the last line.</param>
/// <param name="Report">What was found; null before the last line.</param>
/// <param name="Error">Why it broke off; null unless it did.</param>
internal sealed record ReplayLineContract(ReplayProgressContract? Progress = null, ReplayReportContract? Report = null, ReplayErrorContract? Error = null);

/// <summary>How far a dry run is.</summary>
internal sealed record ReplayProgressContract(long Decisions, long Changed, long Position);

/// <summary>Why a dry run broke off.</summary>
internal sealed record ReplayErrorContract(string Code, string Message);

/// <summary>What other policies would have decided otherwise.</summary>
internal sealed record ReplayReportContract(
    string Candidate,
    string Active,
    long Decisions,
    long Compared,
    long Changed,
    long Loosened,
    long OtherRule,
    long Fixed,
    long FromMemory,
    long Masked,
    long Missing,
    long Nondeterministic,
    IReadOnlyList<ReplayTransitionContract> Transitions,
    IReadOnlyDictionary<string, long> ByRule,
    IReadOnlyDictionary<string, long> ByAgent,
    IReadOnlyList<ReplayExampleContract> Examples)
{
    public static ReplayReportContract Of(ReplayReport report, string candidate, string active) => new(
        candidate,
        active,
        report.Decisions,
        report.Compared,
        report.Changed,
        report.Loosened,
        report.OtherRule,
        report.Fixed,
        report.FromMemory,
        report.Masked,
        report.Missing,
        report.Nondeterministic,
        [.. report.Transitions.OrderBy(pair => pair.Key).Select(pair => new ReplayTransitionContract(AnswerNames.Of(pair.Key.Before), AnswerNames.Of(pair.Key.After), pair.Value))],
        new SortedDictionary<string, long>(report.ByRule.ToDictionary(), StringComparer.Ordinal),
        new SortedDictionary<string, long>(report.ByAgent.ToDictionary(), StringComparer.Ordinal),
        [.. report.Examples.Select(ReplayExampleContract.Of)]);
}

/// <summary>How many decisions would go from one answer to another.</summary>
internal sealed record ReplayTransitionContract(string Before, string After, long Count);

/// <summary>One decision that would change.</summary>
internal sealed record ReplayExampleContract(long Position, DateTimeOffset At, string Agent, string Subject, string Before, string BeforeRule, string After, string AfterRule, string AfterReason)
{
    public static ReplayExampleContract Of(DecisionComparison change) => new(
        change.Position.Value, change.At, change.Agent, change.Subject, AnswerNames.Of(change.Before), change.BeforeRule, AnswerNames.Of(change.After), change.AfterRule, change.AfterReason);
}
