using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Server.Configuration;

/// <summary>Reads the settings of reviews.</summary>
internal static class ReviewSettings
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    // The shim gives up after eight seconds, and what has been waited for must still get to it.
    private static readonly TimeSpan LongestHookWait = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static ReviewOptions Read(SettingsTree tree)
    {
        var defaults = new ReviewOptions();
        return new ReviewOptions
        {
            Timeout = tree.Time("review.timeout", defaults.Timeout, Shortest, Longest),
            OnTimeout = tree.Scalar("review.onTimeout", defaults.OnTimeout, "expire, hold or escalate", ActionOf),
            PeopleForHighRisk = tree.Integer("review.peopleForHighRisk", defaults.PeopleForHighRisk, 1, 10),
            OpenPerAgent = tree.Integer("review.openPerAgent", defaults.OpenPerAgent, 1, 100_000),
            WaitingCallsPerAgent = tree.Integer("review.waitingCallsPerAgent", defaults.WaitingCallsPerAgent, 0, 100_000),
            UndoWindow = tree.Time("review.undoWindow", defaults.UndoWindow, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            HookWait = tree.Time("review.hookWait", defaults.HookWait, TimeSpan.Zero, LongestHookWait),
            Sla = Enum.GetValues<ProposalKind>().ToDictionary(
                kind => kind, kind => tree.Time($"review.sla.{ProposalKinds.NameOf(kind)}", ReviewOptions.DefaultSla[kind], Shortest, Longest)),
            Rules = ReadRules(tree),
        };
    }

    private static List<ReviewRule> ReadRules(SettingsTree tree)
    {
        var rules = new List<ReviewRule>();
        foreach (var (path, node) in tree.List("review.rules"))
        {
            // Read by ConsensusSettings.
            tree.Inner(path, node, "experts");
            var members = tree.Members(path, node, "rule", "timeout", "onTimeout", "risk", "people");
            if (members.GetValueOrDefault("rule") is not { Length: > 0 } name)
            {
                tree.Report($"{path}.rule", null, "the name of a rule such as pharos.gate.remote; a star at its end stands for any ending");
                continue;
            }

            rules.Add(new ReviewRule(name)
            {
                Timeout = Member(tree, path, members, "timeout", Duration.Form, text => Duration.TryParse(text, out var time) && time >= Shortest && time <= Longest ? time : default(TimeSpan?)),
                OnTimeout = Member(tree, path, members, "onTimeout", "expire, hold or escalate", ActionOf),
                Risk = Member(tree, path, members, "risk", "low, medium or high", text => ReviewRisks.TryParse(text, out var risk) ? risk : default(ReviewRisk?)),
                People = Member(tree, path, members, "people", "1 to 10", text => int.TryParse(text, out var people) && people is >= 1 and <= 10 ? people : default(int?)),
            });
        }

        return rules;
    }

    /// <summary>Reads a member of an entry with a parser that answers null for what it does not accept.</summary>
    internal static T? Member<T>(SettingsTree tree, string path, IReadOnlyDictionary<string, string> members, string name, string expected, Func<string, T?> read)
        where T : struct
    {
        if (!members.TryGetValue(name, out var text))
        {
            return null;
        }

        if (read(text) is { } value)
        {
            return value;
        }

        tree.Report($"{path}.{name}", text, expected);
        return null;
    }

    private static TimeoutAction? ActionOf(string name) => TimeoutActions.TryParse(name, out var action) ? action : null;
}
