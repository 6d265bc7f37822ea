using System.Globalization;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using YamlDotNet.RepresentationModel;

namespace Pharos.Server.Configuration;

/// <summary>Reads what experts may judge: <c>experts</c> of each entry of <c>review.rules</c>.</summary>
internal static class ConsensusSettings
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static ConsensusOptions Read(SettingsTree tree)
    {
        var rules = new List<PanelRule>();
        var silent = new List<string>();
        foreach (var (path, node) in tree.List("review.rules"))
        {
            // The first entry that matches counts, also when it says nothing about experts.
            if (NameOf(node) is not { } rule)
            {
                continue;
            }

            if (tree.Inner(path, node, "experts") is not { } experts)
            {
                silent.Add(rule);
            }
            else if (ReadRule(tree, rule, experts.Path, experts.Node) is { } read)
            {
                rules.Add(read with { Unless = [.. silent] });
            }
        }

        return new ConsensusOptions { Rules = rules };
    }

    private static string? NameOf(YamlNode node) =>
        node is YamlMappingNode entry && entry.Children.TryGetValue(new YamlScalarNode("rule"), out var name) && name is YamlScalarNode { Value: { Length: > 0 } rule } ? rule : null;

    private static PanelRule? ReadRule(SettingsTree tree, string rule, string path, YamlNode node)
    {
        var alone = tree.Inner(path, node, "alone") is { } inner ? ReadAlone(tree, inner.Path, inner.Node) : null;
        var specialities = tree.Texts(path, node, "specialities") ?? [];
        var members = tree.Members(path, node, "of", "need", "faulty", "different", "risk", "confidence", "deadline", "onRejection");
        if (specialities.Count is 0 or > PanelRule.MaximumSeats || !specialities.All(ExpertProfile.IsName))
        {
            tree.Report($"{path}.specialities", null, $"a list of 1 to {PanelRule.MaximumSeats} capabilities such as [security, operations]");
            return null;
        }

        var of = Number(tree, path, members, "of", specialities.Count, PanelRule.MaximumSeats) ?? specialities.Count;
        var faulty = Number(tree, path, members, "faulty", 0, of - 1) ?? QuorumSize.Tolerated(of);
        var smallest = QuorumSize.Smallest(of, faulty);
        var need = Number(tree, path, members, "need", 1, of) ?? smallest;
        var different = Number(tree, path, members, "different", 1, specialities.Distinct(StringComparer.Ordinal).Count()) ?? 1;
        if (need < smallest)
        {
            // Fewer would let liars approve what most of the honest ones would not.
            tree.Report($"{path}.need", need.ToString(CultureInfo.InvariantCulture), $"at least {smallest}: of {of} experts {faulty} may be faulty");
            return null;
        }

        if (of == 1 && alone is null)
        {
            // It would be asked and could decide nothing, and nobody would know why.
            tree.Report($"{path}.alone", null, "a risk and a confidence such as { risk: low, confidence: 0.9 }, because one expert is asked and its vote decides nothing without them; or two experts (\"of\")");
            return null;
        }

        if (different > need)
        {
            tree.Report($"{path}.different", different.ToString(CultureInfo.InvariantCulture), $"at most {need}, which is how many approve");
            return null;
        }

        var defaults = new PanelRule(rule) { Specialities = specialities, Of = of, Need = need, Faulty = faulty };
        return defaults with
        {
            Different = different,
            Alone = alone,
            Risk = ReviewSettings.Member(tree, path, members, "risk", "low, medium or high", RiskOf) ?? defaults.Risk,
            Confidence = ReviewSettings.Member(tree, path, members, "confidence", "a number from 0 to 1", ShareOf) ?? defaults.Confidence,
            Deadline = ReviewSettings.Member(tree, path, members, "deadline", $"{Duration.Form}, from {Shortest:c} to {Longest:c}", TimeOf) ?? defaults.Deadline,
            OnRejection = ReviewSettings.Member(tree, path, members, "onRejection", "people or reject", ActionOf) ?? defaults.OnRejection,
        };
    }

    private static LoneApproval? ReadAlone(SettingsTree tree, string path, YamlNode node)
    {
        var members = tree.Members(path, node, "risk", "confidence");

        // What one expert says about a high risk is never enough.
        var risk = ReviewSettings.Member(tree, path, members, "risk", "low or medium", text => RiskOf(text) is { } read && read < ReviewRisk.High ? read : default(ReviewRisk?));
        return new LoneApproval(risk ?? ReviewRisk.Low, ReviewSettings.Member(tree, path, members, "confidence", "a number from 0 to 1", ShareOf) ?? 0.9);
    }

    private static int? Number(SettingsTree tree, string path, IReadOnlyDictionary<string, string> members, string name, int minimum, int maximum) => ReviewSettings.Member(
        tree,
        path,
        members,
        name,
        $"a whole number from {minimum} to {maximum}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? number : default(int?));

    private static ReviewRisk? RiskOf(string text) => ReviewRisks.TryParse(text, out var risk) ? risk : null;

    private static double? ShareOf(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null;

    private static TimeSpan? TimeOf(string text) => Duration.TryParse(text, out var time) && time >= Shortest && time <= Longest ? time : null;

    private static RejectionAction? ActionOf(string text) => RejectionActions.TryParse(text, out var action) ? action : null;
}
