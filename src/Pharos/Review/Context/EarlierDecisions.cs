using System.Globalization;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Review.Context;

/// <summary>Says of an earlier decision in a few words what it was about, how it ended and what a person said of it.</summary>
/// <param name="desk">Where reviews are.</param>
public sealed class EarlierDecisions(ReviewDesk desk)
{
    /// <summary>The description of one.</summary>
    /// <param name="found">The earlier proposal.</param>
    /// <param name="at">When it was decided.</param>
    /// <param name="cancellationToken">Nobody looks any more.</param>
    public async ValueTask<RegoValue> DescribeAsync(FoundProposal found, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var item = found.Answer.Review is { } review ? await desk.FindAsync(review, cancellationToken) : null;
        var answer = item is null || found.Answer.Decision != Decision.Review ? found.Answer : ReviewAnswers.Of(found.Answer, item);

        // Whether it ran says more than that it was allowed to.
        var outcome = ExecutionReport.TryParseState(found.Answer.State, out _) ? found.Answer.State : answer.State;
        return RegoObject.Of(
            ("id", Text(found.Answer.Id.ToString())),
            ("at", Text(at.ToString("O", CultureInfo.InvariantCulture))),
            ("agent", Text(found.Agent ?? "")),
            ("summary", Text(SummaryOf(found))),
            ("decision", Text(AnswerNames.Of(answer.Decision))),
            ("rule", Text(found.Answer.Rule)),
            ("outcome", Text(outcome)),
            ("verdict", item?.Verdict is { } verdict ? Verdict(verdict) : RegoNull.Instance));
    }

    private static RegoObject Verdict(ReviewVerdict verdict) => RegoObject.Of(
        ("verdict", Text(VerdictKinds.NameOf(verdict.Verdict))), ("by", Text(verdict.Names)), ("reason", verdict.Reason is { } reason ? Text(reason) : RegoNull.Instance));

    private static string SummaryOf(FoundProposal found) =>
        DataTree.Find(found.Input, ["proposal", "input"]) is RegoObject input
        && DataTree.Find(found.Input, ["proposal", "tool"]) is RegoString tool
        && DataTree.Find(found.Input, ["proposal", "kind"]) is RegoString name
        && ProposalKinds.TryParse(name.Value, out var kind)
            ? ReviewSummary.Of(kind, tool.Value, input)
            : "erased";

    private static RegoString Text(string text) => RegoString.Of(text);
}
