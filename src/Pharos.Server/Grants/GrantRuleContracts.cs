using Pharos.Gate.Replay;
using Pharos.Proposals;
using Pharos.Server.Policies;

namespace Pharos.Server.Grants;

/// <summary>Whether the rule shall decide, and over which version of the policies; by default it is only tried.</summary>
internal sealed record GrantRuleRequestContract(bool Apply = false, string? PolicyVersion = null);

/// <summary>A rule made of a decision, and what it would have changed in the recorded ones.</summary>
/// <param name="Id">The module's id: where it is written when it is applied.</param>
/// <param name="Rule">The name it decides under.</param>
/// <param name="Module">Its text.</param>
/// <param name="PolicyVersion">The version that decides now; applying names it.</param>
/// <param name="Since">The earliest recorded decision that was asked again.</param>
/// <param name="Decisions">Recorded decisions that were read.</param>
/// <param name="Compared">Those that could be asked again.</param>
/// <param name="Changes">What would be decided otherwise.</param>
/// <param name="Applied">Whether it decides now.</param>
internal sealed record GrantRuleContract(
    string Id, string Rule, string Module, string PolicyVersion, DateTimeOffset Since, long Decisions, long Compared, IReadOnlyList<GrantRuleChangeContract> Changes, bool Applied)
{
    public static GrantRuleContract Of(string id, PrecedentModule module, string version, DateTimeOffset since, ReplayReport report, bool isApplied) => new(
        id,
        module.Rule,
        module.Source,
        version,
        since,
        report.Decisions,
        report.Compared,
        [.. report.Transitions.OrderBy(pair => pair.Key).Select(pair => new GrantRuleChangeContract(
            AnswerNames.Of(pair.Key.Before),
            AnswerNames.Of(pair.Key.After),
            pair.Value,
            [.. report.Examples.Where(example => (example.Before, example.After) == pair.Key).Select(ReplayExampleContract.Of)]))],
        isApplied);
}

/// <summary>How many decisions would go from one answer to another, and the first of them.</summary>
internal sealed record GrantRuleChangeContract(string Before, string After, long Count, IReadOnlyList<ReplayExampleContract> Examples);
